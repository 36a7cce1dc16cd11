import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

/** An app that writes down every byte that reaches it, and answers as the test says. */
export interface RawApp {
  url: string
  /** The head of every request, in the order of their coming, one byte a character. */
  heads: string[]
  /** Everything that came on all connections. */
  bytes: string
  /** Connections that are open. */
  sockets: Set<Socket>
}

/** @param answer called at the end of each request's head; without it every request gets `portal` */
export async function startRawApp(
  t: TestContext,
  answer: (socket: Socket, head: string) => void = (socket) => void socket.write(okay('portal')),
): Promise<RawApp> {
  const app: RawApp = { url: '', heads: [], bytes: '', sockets: new Set() }
  const server = createServer({ noDelay: true }, (socket) => {
    app.sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => app.sockets.delete(socket))
    let unread = ''
    socket.on('data', (chunk: Buffer) => {
      app.bytes += chunk.toString('latin1')
      unread += chunk.toString('latin1')
      // What stands before a request line is the body of the request before.
      for (let end = unread.indexOf('\r\n\r\n'); end !== -1; end = unread.indexOf('\r\n\r\n')) {
        const head = /[A-Z-]+ \S+ HTTP\/1\.1\r\n[^]*$/.exec(unread.slice(0, end))?.[0]
        unread = unread.slice(end + 4)
        if (head === undefined) continue
        app.heads.push(head)
        answer(socket, head)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  app.url = `http://127.0.0.1:${address.port}`
  t.after(() => {
    server.close()
    for (const socket of app.sockets) socket.destroy()
  })
  return app
}

export function okay(body: string, fields = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${fields}\r\n${body}`
}

export interface Stand {
  gate: TestGateway
  /** `localhost:<port>`, for Host fields. */
  host: string
  port: number
  /** Cookie field of maria, who signed in with a second factor. */
  cookie: string
  /** Her browser. */
  maria: Visitor
}

/** The whole gateway in front of `upstream`, on embedded stores, with maria signed in. */
export async function startStand(
  t: TestContext,
  upstream: string,
  options: Partial<Pick<TestGatewayOptions, 'apps' | 'settings'>> = {},
): Promise<Stand> {
  const [stores] = STORE_SETS
  if (stores === undefined) throw new Error('no stores')
  const apps = options.apps ?? '  - { name: Portal, path: /, upstream: RAW }'
  const gate = await startGateway(t, { stores, ...options, apps: apps.replaceAll('RAW', upstream) })
  const maria = await gate.signedIn('maria')
  const { port, host } = new URL(gate.origin)
  return { gate, host, port: Number(port), cookie: maria.cookieHeader, maria }
}

/** Sends bytes as they are and answers everything that came back until the connection closed. */
export async function send(port: number, request: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.write(Buffer.from(request, 'latin1'))
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('latin1')
}

/** Every status line that came back, in their order: `200,400`. */
export function statusesOf(answers: string): string {
  return (answers.match(/(?<=HTTP\/1\.1 )\d{3}/g) ?? []).join()
}

/** A GET with these extra fields, each ended by CRLF, on a connection that closes. */
export function get(target: string, { host, cookie }: Pick<Stand, 'host' | 'cookie'>, fields = ''): string {
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n${fields}\r\n`
}

/** The handshake of a WebSocket that a page of the site opens. */
export function handshake(target: string, { host, cookie }: Pick<Stand, 'host' | 'cookie'>): string {
  const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  return `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])
}
