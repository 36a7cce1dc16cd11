import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'

/** A mail as it arrived over SMTP. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** Header and body, lines ended by \n, dots unstuffed. */
  data: string
  /** What was sent to sign in, as `AUTH PLAIN` has it; null for nobody. */
  login: string | null
}

export interface SmtpServer {
  port: number
  received: ReceivedMail[]
  /** Every command, for what must not be said. */
  commands: string[]
}

/** A small mail server on loopback (RFC 5321): EHLO, AUTH PLAIN, MAIL, RCPT, DATA, QUIT. It offers no TLS. */
export async function startSmtpServer(
  t: TestContext,
  options: { refuses?: string; /** Says nothing to whoever connects. */ silent?: boolean } = {},
): Promise<SmtpServer> {
  const smtp: SmtpServer = { port: 0, received: [], commands: [] }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (options.silent !== true) converse(socket, smtp, options.refuses)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  smtp.port = address.port
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return smtp
}

function converse(socket: Socket, smtp: SmtpServer, refuses: string | undefined): void {
  const say = (line: string) => socket.write(`${line}\r\n`)
  const fresh = (): ReceivedMail => ({ from: '', to: [], data: '', login: null })
  let mail = fresh()
  let inData = false
  say('220 mail.northwind.example ESMTP')
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
    if (inData) {
      if (line !== '.') return void (mail.data += `${line.replace(/^\./, '')}\n`)
      inData = false
      smtp.received.push(mail)
      mail = { ...fresh(), login: mail.login }
      return say('250 taken')
    }
    smtp.commands.push(line)
    const verb = (/^[A-Z]+/i.exec(line)?.[0] ?? '').toUpperCase()
    const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
    switch (verb) {
      case 'EHLO':
        say('250-mail.northwind.example')
        return say('250 AUTH PLAIN')
      case 'AUTH':
        mail.login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString()
        return say('235 welcome')
      case 'MAIL':
        mail.from = address
        return say('250 ok')
      case 'RCPT':
        mail.to.push(address)
        return say(address === refuses ? `550 no such mailbox ${address}` : '250 ok')
      case 'DATA':
        inData = true
        return say('354 go on')
      case 'QUIT':
        say('221 bye')
        return socket.end()
      default:
        return say('502 not here')
    }
  })
}
