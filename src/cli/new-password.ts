import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

export type NewPassword = { password: string } | { refused: string }

/**
 * A new password: asked for twice at a terminal, without showing it, or one line of standard input. Never an argument,
 * which every user of the machine can see in the list of processes, and the shell remembers.
 */
export async function readNewPassword(about: string, { fromStdin }: { fromStdin: boolean }): Promise<NewPassword> {
  if (fromStdin || !process.stdin.isTTY) return oneLine(await text(process.stdin))
  const first = await askHidden(`New password for ${about}: `)
  const second = await askHidden('The same again: ')
  return first === second ? { password: first } : { refused: 'The two are not the same: nothing was changed.' }
}

function oneLine(read: string): NewPassword {
  const password = read.replace(/\r?\n$/, '')
  if (password === '') return { refused: 'No password stands on standard input: nothing was changed.' }
  if (/[\r\n]/.test(password)) return { refused: 'More than one line stands on standard input: nothing was changed.' }
  return { password }
}

async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  // The terminal is in raw mode: Ctrl+C is a key like any other.
  lines.on('SIGINT', () => {
    process.stderr.write('\n')
    process.exit(130)
  })
  process.stderr.write(question)
  try {
    return await lines.question('')
  } finally {
    process.stderr.write('\n')
    lines.close()
  }
}
