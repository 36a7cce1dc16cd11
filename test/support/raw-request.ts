import { once } from 'node:events'
import { connect } from 'node:net'

/** What came back on a connection until it was closed, byte for byte. */
export interface RawAnswer {
  status: number
  /** Lower-case names. */
  headers: Map<string, string>
  /** Everything, as it came. */
  bytes: string
}

/** Sends bytes that no HTTP client would, and reads until the other side closes. One byte is one character. */
export async function rawRequest(origin: string, bytes: string): Promise<RawAnswer> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(origin).port) })
  socket.setEncoding('latin1')
  let received = ''
  socket.on('data', (chunk: string) => {
    received += chunk
  })
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  return parsed(received)
}

/** One request with the given lines and `Connection: close`. */
export function rawGet(origin: string, target: string, lines: readonly string[]): Promise<RawAnswer> {
  return rawRequest(origin, [`GET ${target} HTTP/1.1`, ...lines, 'Connection: close', '', ''].join('\r\n'))
}

/** A WebSocket handshake from the site's own pages. Reads until the other side closes, be it after an upgrade. */
export function rawUpgrade(
  origin: string,
  path: string,
  lines: readonly string[],
  { Host = new URL(origin).host, Origin = origin } = {},
): Promise<RawAnswer> {
  const handshake = [
    `GET ${path} HTTP/1.1`,
    `Host: ${Host}`,
    `Origin: ${Origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  return rawRequest(origin, [...handshake, ...lines, '', ''].join('\r\n'))
}

function parsed(bytes: string): RawAnswer {
  const [head = ''] = bytes.split('\r\n\r\n', 1)
  const [statusLine = '', ...fields] = head.split('\r\n')
  const headers = new Map(
    fields.map((field) => {
      const [name = '', value = ''] = field.split(/:\s*(.*)/s)
      return [name.toLowerCase(), value]
    }),
  )
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, bytes }
}
