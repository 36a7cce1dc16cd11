import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import { WebSocketServer } from 'ws'

/** What an app heard of one request. */
export interface Heard {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** An app that answers every request with what it heard, and WebSockets with what they said. Answers its `host:port`. */
export async function startEcho(t: TestContext, fields: Record<string, string | string[]> = {}): Promise<string> {
  const server = createServer((req, res) => {
    let body = ''
    req.setEncoding('latin1')
    req.on('data', (chunk: string) => void (body += chunk))
    req.on('end', () => {
      const { method, url, headers } = req
      for (const [name, value] of Object.entries(fields)) res.setHeader(name, value)
      res.end(JSON.stringify({ method, url, headers, body }))
    })
  })
  const webSockets = new WebSocketServer({ server })
  webSockets.on('connection', (socket) => socket.on('message', (said: Buffer) => socket.send(said)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `127.0.0.1:${address.port}`
}

/** What `gatehouse.yaml` needs for an nginx in front. */
export const ASKED_BY_NGINX = `believed_proxies: [127.0.0.1/32]\nforward_auth: { by: nginx, from: [127.0.0.1/32] }`
