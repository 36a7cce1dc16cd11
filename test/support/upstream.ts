import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
  rawHeaders: string[]
}

/** A portal that writes down every request that reaches it and answers `portal says <path>`. */
export interface Upstream {
  url: string
  received: ReceivedRequest[]
  close(): Promise<void>
}

export async function startUpstream(): Promise<Upstream> {
  const received: ReceivedRequest[] = []
  const server: Server = createServer((req, res) => {
    received.push({
      method: req.method ?? '',
      url: req.url ?? '',
      headers: req.headers,
      rawHeaders: req.rawHeaders,
    })
    req.resume()
    res.setHeader('Content-Type', 'text/plain')
    res.end(`portal says ${req.url}`)
  })
  server.on('upgrade', (req, socket) => {
    received.push({ method: 'UPGRADE', url: req.url ?? '', headers: req.headers, rawHeaders: req.rawHeaders })
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
