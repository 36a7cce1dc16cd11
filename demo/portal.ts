import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import { portalPage } from './page.ts'

/**
 * A small legacy portal to stand behind the gateway: it knows nobody by itself and believes what it is told.
 * Starts on a free loopback port.
 */
export async function startDemoPortal(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (protocols) => protocols.values().next().value ?? false,
  })
  server.on('upgrade', (request, socket, head) => {
    if (lastSegment(request) !== 'ws') return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    return webSockets.handleUpgrade(request, socket, head, echo)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the demo portal has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close')
      for (const webSocket of webSockets.clients) webSocket.terminate()
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (lastSegment(request)) {
    case 'events':
      return events(request, response)
    case 'upload':
      return request.method === 'POST' ? upload(request, response) : page(request, response)
    case 'portal.css':
      return asset(response, 'portal.css', 'text/css')
    case 'portal.js':
      return asset(response, 'portal.js', 'text/javascript')
    default:
      return page(request, response)
  }
}

/** `/events` and `/protection/events` alike. */
function lastSegment(request: IncomingMessage): string {
  const [path = '/'] = (request.url ?? '/').split('?')
  return path.slice(path.lastIndexOf('/') + 1)
}

function page(request: IncomingMessage, response: ServerResponse): void {
  // A body that nobody reads would hold the connection.
  request.resume()
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-cache' })
  response.end(request.method === 'HEAD' ? undefined : portalPage(request))
}

async function asset(response: ServerResponse, name: string, type: string): Promise<void> {
  const content = await readFile(join(import.meta.dirname, name))
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'private, max-age=600' })
  response.end(content)
}

/** Server-sent events: a tick at once and one each second, until the client leaves. */
function events(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  let number = 0
  const tick = () => {
    number += 1
    response.write(`id: ${number}\nevent: tick\ndata: ${JSON.stringify({ number })}\n\n`)
  }
  tick()
  const timer = setInterval(tick, 1000)
  response.on('close', () => clearInterval(timer))
}

/** Counts what arrives without keeping it, and says what it was. */
async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the request body is not bytes')
    bytes += chunk.length
    hash.update(chunk)
  }
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ bytes, sha256: hash.digest('hex') }))
}

function echo(webSocket: WebSocket): void {
  webSocket.on('message', (message, binary) => webSocket.send(message, { binary }))
  // A client that breaks the protocol loses its own connection, and nothing else.
  webSocket.on('error', () => webSocket.terminate())
}
