import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { TestContext } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'

/** An old portal that knows no sign-in but HTTP Basic, and whom it knows. */
export interface BasicApp {
  url: string
  /** Password by name. */
  people: Map<string, string>
  /** Of every request that reached it. */
  heard: IncomingHttpHeaders[]
}

/** It says `hello NAME`, and goes on for ever where the path ends in `/stream`; or it asks for name and password (RFC 7617). `kept` in a query is its Cache-Control. */
export async function startBasicApp(t: TestContext, people: Record<string, string>): Promise<BasicApp> {
  const app: BasicApp = { url: '', people: new Map(Object.entries(people)), heard: [] }
  const known = ({ authorization = '' }: IncomingHttpHeaders): string | null => {
    const [name = '', password = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(/:(.*)/s)
    return app.people.get(name) === password && password !== '' ? name : null
  }
  const server = createServer((req, res) => {
    app.heard.push(req.headers)
    req.resume()
    const name = known(req.headers)
    const kept = new URL(req.url ?? '/', 'http://app').searchParams.get('kept')
    if (kept !== null) res.setHeader('Cache-Control', kept)
    if (name !== null && req.url?.endsWith('/stream') === true) return void res.write(`hello ${name}`)
    if (name !== null) return void res.end(`hello ${name}`)
    res.writeHead(401, { 'WWW-Authenticate': 'Basic realm="Time sheets", charset="UTF-8"' }).end('who are you?')
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (req, socket, head) => {
    app.heard.push(req.headers)
    const name = known(req.headers)
    if (name === null)
      return void socket.end('HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm="a"\r\nContent-Length: 0\r\n\r\n')
    sockets.handleUpgrade(req, socket, head, (opened: WebSocket) => opened.send(`hello ${name}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  app.url = `http://127.0.0.1:${address.port}`
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
    server.closeAllConnections()
  })
  return app
}
