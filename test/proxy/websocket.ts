import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws'
import type { Stand } from './stand.ts'

/** An app that echoes what it hears over WebSockets. */
export async function startEcho(t: TestContext, options: Pick<ServerOptions, 'perMessageDeflate'> = {}) {
  const server = createServer().listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ server, ...options })
  const heard: IncomingMessage[] = []
  sockets.on('connection', (socket, req) => {
    heard.push(req)
    socket.on('error', () => socket.terminate())
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  return { url: `http://127.0.0.1:${address.port}`, heard, clients: sockets.clients }
}

export function dial(
  { port, host, cookie }: Pick<Stand, 'port' | 'host' | 'cookie'>,
  path = '/ws',
  headers: Record<string, string> = {},
): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { Host: host, Cookie: cookie, Origin: `http://${host}`, ...headers },
  })
}

/** A handshake as bytes; `changes` replaces fields, and null leaves one out. */
export function handshake(
  { host, cookie }: Pick<Stand, 'host' | 'cookie'>,
  changes: Record<string, string | null> = {},
): string {
  const fields: Record<string, string | null> = {
    Host: host,
    Cookie: cookie,
    Origin: `http://${host}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    ...changes,
  }
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}\r\n`]))
  return `GET /ws HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** An app's consent to `handshake`, but for the empty line. */
export const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n'

/** Opens a connection and sends bytes; what comes back is read when the test asks. */
export function dialRaw(port: number, bytes: string): Socket {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => socket.destroy())
  socket.write(bytes, 'latin1')
  return socket
}
