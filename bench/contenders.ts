/** What Gatehouse is compared with, each in a process of its own, between the load and one app. */
import { createHash } from 'node:crypto'
import { createServer, request, type Server } from 'node:http'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { createClient } from 'redis'
import { Pool } from 'undici'
import { ANSWER_BYTES } from './asks.ts'
import { zeros } from './zeros.ts'

export interface ContenderOptions {
  upstream: string
  redis: string
}

export interface Contender {
  port: number
  /** Cookie field of a request that is let through; empty where nobody asks. */
  cookie: string
}

type Start = (options: ContenderOptions) => Promise<Contender>

export const CONTENDERS = {
  app: startApp,
  'streaming app': startStreamingApp,
  'websocket app': startWebSocketApp,
  'bare node:http': startApp,
  'bare undici forward': startUndici,
  'http-proxy-middleware': startMiddleware,
  'naive gate': startNaiveGate,
} satisfies Record<string, Start>

export type ContenderName = keyof typeof CONTENDERS

async function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

/** Answers `GET /<bytes>` with that many, and everything else with 1 KiB as soon as it has read the body. */
async function startApp(): Promise<Contender> {
  const bodies = new Map<string, Buffer>()
  const bodyFor = (url: string): Buffer => {
    const body = bodies.get(url) ?? Buffer.alloc(Number(url.slice(1)) || ANSWER_BYTES, 'x')
    bodies.set(url, body)
    return body
  }
  const server = createServer((req, res) => {
    const body = bodyFor(req.url ?? '/')
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': String(body.length) }
    if (req.method === 'GET') return void res.writeHead(200, headers).end(body)
    req.resume().on('end', () => res.writeHead(200, headers).end(body))
  })
  return { port: await listen(server), cookie: '' }
}

/** Takes every WebSocket and says nothing on it. */
async function startWebSocketApp(): Promise<Contender> {
  const server = createServer((_req, res) => res.end('portal'))
  server.on('upgrade', (req, socket) => {
    socket.on('error', () => socket.destroy())
    socket.resume()
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}${WEBSOCKET_GUID}`).digest('base64')
    const fields = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n`
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields}\r\n`)
  })
  return { port: await listen(server), cookie: '' }
}

/** RFC 6455 §1.3 */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Answers an upload with the bytes that it counted, and `GET /<bytes>` with that many. */
async function startStreamingApp(): Promise<Contender> {
  const server = createServer((req, res) => {
    if (req.method === 'POST') {
      let bytes = 0
      req.on('data', (chunk: Buffer) => (bytes += chunk.length))
      req.on('end', () => res.end(String(bytes)))
      return
    }
    const length = Number(req.url?.slice(1))
    res.writeHead(200, { 'Content-Length': length })
    Readable.from(zeros(length)).pipe(res)
  })
  return { port: await listen(server), cookie: '' }
}

/** The least that a forward with undici can be: no session, no rules, no log. */
async function startUndici({ upstream }: ContenderOptions): Promise<Contender> {
  const pool = new Pool(upstream)
  const server = createServer((req, res) => {
    const { connection: _, ...headers } = req.headers
    pool.dispatch(
      { path: req.url ?? '/', method: req.method ?? 'GET', headers, body: req.method === 'GET' ? null : req },
      {
        onRequestStart() {},
        onResponseStart(__, status, fields) {
          delete fields.connection
          delete fields['keep-alive']
          res.writeHead(status, fields)
        },
        onResponseData(controller, chunk) {
          if (res.write(chunk)) return
          controller.pause()
          res.once('drain', () => controller.resume())
        },
        onResponseEnd() {
          res.end()
        },
        onResponseError(__, error) {
          res.destroy(error)
        },
      },
    )
  })
  return { port: await listen(server), cookie: '' }
}

async function startMiddleware({ upstream }: ContenderOptions): Promise<Contender> {
  const app = express().use(createProxyMiddleware({ target: upstream }))
  return { port: await listen(createServer(app)), cookie: '' }
}

/** The whole gate from well-known parts: a session in Redis, looked up at every request, and a proxy behind it. */
async function startNaiveGate({ upstream, redis }: ContenderOptions): Promise<Contender> {
  const client = createClient({ url: redis })
  client.on('error', (error) => console.error(error))
  await client.connect()
  const app = express()
  app.use(
    session({
      name: 'gate',
      secret: 'a secret of more than thirty-two characters',
      store: new RedisStore({ client }),
      resave: false,
      saveUninitialized: false,
      cookie: { maxAge: 3_600_000 },
    }),
  )
  app.get('/sign-in', (req, res) => {
    Object.assign(req.session, { user: 'maria@northwind.example' })
    res.end()
  })
  app.use((req, res, next) => {
    if ('user' in req.session) {
      req.headers['x-user'] = String(req.session.user)
      next()
    } else res.status(401).end()
  })
  app.use(createProxyMiddleware({ target: upstream, xfwd: true }))
  const port = await listen(createServer(app))
  const answer = await new Promise<string[]>((resolve, reject) => {
    request({ port, path: '/sign-in', agent: false }, (res) => resolve(res.resume().headers['set-cookie'] ?? []))
      .on('error', reject)
      .end()
  })
  return { port, cookie: answer[0]?.split(';', 1)[0] ?? '' }
}
