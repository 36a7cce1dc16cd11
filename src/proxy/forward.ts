import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { PassThrough, type Readable } from 'node:stream'
import { buildConnector, type Dispatcher, Pool } from 'undici'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'
import type { HeaderRules, ParsedHeaders, RequestHeaders } from './headers.ts'

/** One request on its way to an app, and how it ends when the app gives no answer. */
export interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  app: App
  /** Path and query, as they came. */
  path: string
  headers: RequestHeaders
  /** Answers in the gateway's own name: `upstream_unavailable` or `upstream_timeout`. Nothing was sent before. */
  fail: (error: GatehouseError) => void
  /** Told when the answer is one that goes on: of no given length, or a long one. */
  goesOn: () => void
  /** Told when the app broke off in the middle of its answer, and the client got half of it. */
  cutShort: () => void
  /** Whether the client's connection ends with the answer that begins now. */
  isLast: () => boolean
}

export interface Upstreams {
  /** Streams a request to its app and the answer back, both with backpressure. */
  forward(exchange: Exchange): void
  /** Lets what is under way end, and then closes every connection. */
  close(): Promise<void>
}

/** Connections to the apps, kept alive and shared by all apps of one origin. */
export function openUpstreams(apps: readonly App[], rules: Pick<HeaderRules, 'response'>): Upstreams {
  const shared = new Map<string, Upstream>()
  const upstreams = new Map<App, Upstream>()
  for (const app of apps) {
    const key = `${app.upstream} ${app.timeouts.connectMs}`
    const upstream = shared.get(key) ?? openUpstream(app)
    shared.set(key, upstream)
    upstreams.set(app, upstream)
  }

  return {
    forward(exchange) {
      const upstream = upstreams.get(exchange.app)
      if (upstream === undefined) throw new Error(`no upstream was opened for the app ${exchange.app.name}`)
      const { req, res, app, path, headers } = exchange
      const options = {
        method: req.method ?? 'GET',
        path,
        headers:
          headers.contentLength === undefined
            ? headers.fields
            : [...headers.fields, 'Content-Length', headers.contentLength],
        body: headers.hasBody ? bodyOf(req) : null,
        headersTimeout: app.timeouts.responseMs,
        servername: upstream.servername,
      }
      // The client waits with its body until it hears this (RFC 9110 §10.1.1).
      if (req.headers.expect !== undefined) res.writeContinue()
      upstream.pool.dispatch(options, new Answer(exchange, rules))
    },
    async close() {
      await Promise.all(Array.from(shared.values(), ({ pool }) => pool.close()))
    },
  }
}

interface Upstream {
  pool: Pool
  servername: string
}

function openUpstream({ upstream, timeouts }: App): Upstream {
  const { origin, hostname } = new URL(upstream)
  const connect = buildConnector({ timeout: timeouts.connectMs, allowH2: false })
  const servername = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : ''
  return {
    servername: hostname,
    pool: new Pool(origin, {
      // undici would ask the app for a certificate of the Host that the client sent; the app's own name is right.
      connect: (options, callback) => connect({ ...options, servername }, callback),
      // Server-sent events may be silent for hours; the client's leaving ends them.
      bodyTimeout: 0,
    }),
  }
}

/**
 * The request's body in a stream of its own: undici destroys what it was given when an app answers early,
 * and that must not take the client's connection with it before the answer is out.
 */
function bodyOf(req: IncomingMessage): Readable {
  const body = new PassThrough()
  body.on('close', () => {
    req.unpipe(body)
    req.resume()
  })
  return req.pipe(body)
}

/** What undici tells of one exchange. Its errors reach `onResponseError`, wherever they arose. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #rules: Pick<HeaderRules, 'response'>
  #controller: Dispatcher.DispatchController | null = null
  #bodyBegun = false

  constructor(exchange: Exchange, rules: Pick<HeaderRules, 'response'>) {
    this.#exchange = exchange
    this.#rules = rules
    exchange.res.on('close', () => this.#clientLeft())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#exchange.res.destroyed) controller.abort(new Error('the client left'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ParsedHeaders, statusMessage = ''): void {
    if (status < 200) return
    const { res, isLast } = this.#exchange
    if (isLast()) res.shouldKeepAlive = false
    if (status === 204) delete headers['content-length']
    res.writeHead(status, statusMessage, this.#rules.response(headers))
    if (Number(headers['content-length'] ?? Infinity) > SHORT_ANSWER_BYTES) this.#exchange.goesOn()
    // A stream's head must not wait for its first event; one that comes with it goes out in the same packet.
    if (headers['content-length'] === undefined) process.nextTick(() => this.#bodyBegun || res.flushHeaders())
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bodyBegun = true
    const { res } = this.#exchange
    if (res.write(chunk)) return
    controller.pause()
    res.once('drain', () => controller.resume())
  }

  onResponseEnd(): void {
    this.#bodyBegun = true
    this.#exchange.res.end()
  }

  onResponseError(_: Dispatcher.DispatchController | null, cause: Error): void {
    this.#bodyBegun = true
    const { app, res, fail, cutShort } = this.#exchange
    if (res.destroyed) return
    if (!res.headersSent) return fail(upstreamFailed(app, cause))
    // Half an answer must not look like a whole one.
    res.destroy(cause)
    cutShort()
  }

  #clientLeft(): void {
    if (!this.#exchange.res.writableFinished) this.#controller?.abort(new Error('the client left'))
  }
}

/** An answer of this length is out before anything could be done about it. */
const SHORT_ANSWER_BYTES = 64 * 1024

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'])

/** An app that gave no answer, without a word about where it is. */
export function upstreamFailed({ name }: Pick<App, 'name'>, cause: Error & { code?: string }): GatehouseError {
  return TIMEOUTS.has(cause.code ?? '')
    ? new GatehouseError('upstream_timeout', { kind: 'app_too_slow', app: name }, { cause })
    : new GatehouseError('upstream_unavailable', { kind: 'app_silent', app: name }, { cause })
}
