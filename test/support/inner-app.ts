import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import { WebSocketServer } from 'ws'

/** What the app calls itself, and believes in. */
export const INNER_ORIGIN = 'http://cases.intern:8080'
const INNER_HOST = 'cases.intern:8080'

export interface InnerApp {
  url: string
  /** Every request that reached it, upgrades too. */
  heard: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[]
}

/**
 * A portal that was never told of a gateway: it answers to its inner name alone, has all of its pages below `base`, takes
 * forms and WebSockets from its own pages only, and says its own name in all that it answers.
 */
export async function startInnerApp(t: TestContext, base: string): Promise<InnerApp> {
  const heard: InnerApp['heard'] = []
  const self = `${INNER_ORIGIN}${base}`

  function answer(req: IncomingMessage, res: ServerResponse): unknown {
    heard.push({ method: req.method, url: req.url, headers: req.headers })
    req.resume()
    const { url = '', method, headers } = req
    if (headers.host !== INNER_HOST) return res.writeHead(421).end(`not ${headers.host}`)
    if (url === base.slice(0, -1)) return res.writeHead(301, { Location: self }).end()
    if (!url.startsWith(base)) return res.writeHead(404).end(`nothing at ${url}`)
    if (method === 'POST' && headers.origin !== INNER_ORIGIN) return res.writeHead(403).end('from another site')
    const [page = ''] = url.slice(base.length).split('?')
    switch (page) {
      case 'old':
        return res.writeHead(302, { Location: `${self}cases?from=old#top` }).end()
      case 'folder':
        return res.writeHead(301, { Location: `${base}folder/` }).end()
      case 'away':
        return res.writeHead(302, { Location: `https://sso.example/?back=${self}` }).end()
      case 'login':
        return res
          .writeHead(303, {
            Location: `${self}cases`,
            'Set-Cookie': [
              `JSESSIONID=7; Path=${base}; HttpOnly`,
              `theme=dark; Domain=cases.intern; Path=${base}cases`,
              '__Host-mark=1; Secure; Path=/',
            ],
          })
          .end()
      case 'soon':
        return res
          .writeHead(200, { Refresh: `5; url=${self}cases`, 'Content-Location': `${base}soon.html` })
          .end('soon')
      case 'hints':
        res.writeEarlyHints({ link: `<${base}style.css>; rel=preload` })
        return res.writeHead(200, { Link: `<${self}next>; rel=next` }).end('hints')
      default:
        if (method === 'POST') return res.writeHead(303, { Location: `${self}${page}?saved` }).end()
        res.writeHead(200, { 'Content-Type': 'text/html' })
        return res.end(pageOf(page, headers.cookie))
    }
  }

  const server = createServer(answer)
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (req, socket, head) => {
    heard.push({ method: 'UPGRADE', url: req.url, headers: req.headers })
    const isOwn = req.headers.host === INNER_HOST && req.headers.origin === INNER_ORIGIN
    if (!isOwn) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
    if (req.url !== `${base}ws`)
      return socket.end(`HTTP/1.1 307 Moved\r\nLocation: ${self}ws\r\nContent-Length: 0\r\n\r\n`)
    return sockets.handleUpgrade(req, socket, head, (client) => {
      client.on('error', () => client.terminate())
      client.on('message', () => client.send('heard'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  t.after(() => {
    for (const client of sockets.clients) client.terminate()
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${address.port}`, heard }
}

/** Links are relative, as the app's bodies are passed on as they are. */
function pageOf(page: string, cookie = 'none'): string {
  return `<!doctype html><title>Cases</title><h1>Cases: ${page}</h1><p id="cookie">${cookie}</p><p id="socket"></p>
<a href="folder/7">Case 7</a>
<form method="post" action="cases/8"><button>Save</button></form>
<script>
  const socket = new WebSocket(new URL('ws', location.href.replace(/^http/, 'ws')))
  socket.onopen = () => socket.send('hello')
  socket.onmessage = ({ data }) => { document.getElementById('socket').textContent = data }
</script>`
}
