import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export const PROJECT = join(import.meta.dirname, '../..')
const MAIN = join(PROJECT, 'src/main.ts')

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `gatehouse` to its end, with this on standard input, which is no terminal. */
export async function gatehouse(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd = PROJECT,
  input = '',
): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  // A command that reads nothing may be gone before everything is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCodeOf(child)])
  return { code, stdout, stderr }
}

export interface Running {
  child: ChildProcess
  /** Every line that was printed so far. */
  printed: string[]
  /** Resolves once a line that fits was printed; rejects if the process ends before. */
  line: (pattern: RegExp) => Promise<string>
  exitCode: Promise<number | null>
}

/** Starts `gatehouse` and leaves it running until the test ends. */
export function started(t: TestContext, args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const printed: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => printed.push(line))
  const exitCode = exitCodeOf(child)
  return {
    child,
    printed,
    exitCode,
    async line(pattern) {
      const before = printed.find((line) => pattern.test(line))
      if (before !== undefined) return before
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      lines.on('line', (line) => pattern.test(line) && resolve(line))
      lines.on('close', () => reject(new Error(`it ended without printing ${pattern}:\n${printed.join('\n')}`)))
      return promise
    },
  }
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  return promise
}
