import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough, type Readable } from 'node:stream'
import { buildConnector, Pool } from 'undici'
import type { App } from '../domain/app.ts'
import type { GatehouseError } from '../domain/errors.ts'
import type { Names } from '../domain/inner-name.ts'
import type { ClientSide, UpstreamFault } from '../domain/meter.ts'
import { Answer } from './answer.ts'
import { forwardExpecting } from './expect.ts'
import type { HeaderRules, RequestHeaders } from './headers.ts'
import { tlsOptions } from './own-connection.ts'
import { watchSender } from './slow-client.ts'

/** One request on its way to an app. */
export interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  app: App
  /** Path and query, as the app gets them. */
  path: string
  /** Null for an app that is called inside as outside. */
  names: Names | null
  headers: RequestHeaders
  outcome: Outcome
}

/** Is told what becomes of an exchange. */
export interface Outcome {
  /** Answers in the gateway's own name: `upstream_unavailable`, `upstream_timeout` or `request_timeout`. Nothing was sent before. */
  failed(error: GatehouseError): void
  /** The answer is one that goes on: of no given length, a long one, or any after Expect. */
  goesOn(): void
  /** The app broke off, or was silent for too long, in the middle of its answer, and the client got half of it. */
  cutShort(fault: UpstreamFault): void
  /** The client is given up: it sends its body, or takes the answer, too slowly. */
  tooSlow(side: ClientSide): void
  /**
   * The app refuses what it was signed in to with. Where that is the visitor's own, answers in the gateway's own name; says
   * whether it did.
   */
  credentialRefused(): boolean
  /** Whether the client's connection ends with the answer that begins now. */
  isLast(): boolean
}

export interface Upstreams {
  /** Streams a request to its app and the answer back, both with backpressure. */
  forward(exchange: Exchange): void
  /** Lets what is under way end, and then closes every connection. */
  close(): Promise<void>
}

/** Connections to the apps, kept alive and shared by all apps of one origin. */
export function openUpstreams(apps: readonly App[], rules: Pick<HeaderRules, 'response' | 'trailers'>): Upstreams {
  const shared = new Map<string, Upstream>()
  const upstreams = new Map<App, Upstream>()
  for (const app of apps) {
    const key = JSON.stringify([app.upstream, app.timeouts.connectMs, app.tls])
    const upstream = shared.get(key) ?? openUpstream(app)
    shared.set(key, upstream)
    upstreams.set(app, upstream)
  }

  return {
    forward(exchange) {
      const upstream = upstreams.get(exchange.app)
      if (upstream === undefined) throw new Error(`no upstream was opened for the app ${exchange.app.name}`)
      const { req, app, path, headers } = exchange
      if (req.headers.expect !== undefined) return forwardExpecting(exchange, rules)
      const method = req.method ?? 'GET'
      const options = {
        method,
        path,
        headers:
          headers.contentLength === undefined
            ? headers.fields
            : [...headers.fields, 'Content-Length', headers.contentLength],
        headersTimeout: app.timeouts.responseMs,
        servername: upstream.servername,
      }
      const dispatch = (answer: Answer): void => {
        const body = headers.hasBody ? (wholeBody(exchange) ?? bodyOf(exchange)) : null
        upstream.pool.dispatch({ ...options, body }, answer)
      }
      const answer = new Answer(exchange, rules, mayBeRepeated(method, headers) ? dispatch : null)
      // The parser is still at the head: what came in one piece with it is there a moment later.
      if (headers.hasBody) process.nextTick(dispatch, answer)
      else dispatch(answer)
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

function openUpstream(app: App): Upstream {
  const { origin, hostname } = new URL(app.upstream)
  const { servername, ...tls } = tlsOptions(app)
  const connect = buildConnector({ timeout: app.timeouts.connectMs, allowH2: false, ...tls })
  return {
    servername: hostname,
    pool: new Pool(origin, {
      connect: (options, callback) => connect({ ...options, servername }, callback),
      // Server-sent events may be silent for hours; the client's leaving ends them.
      bodyTimeout: 0,
    }),
  }
}

/** A body that has come as a whole, as small forms do: a stream would cost as much as the rest of the request. */
function wholeBody({ req, headers: { contentLength } }: Exchange): Buffer | null {
  if (req.readableLength !== Number(contentLength)) return null
  const body: unknown = req.read()
  if (!(body instanceof Buffer)) return null
  // To its end, which is not in what was read.
  req.resume()
  return body
}

/**
 * The request's body in a stream of its own: undici destroys what it was given when an app answers early,
 * and that must not take the client's connection with it before the answer is out.
 */
function bodyOf({ req, app, outcome }: Exchange): Readable {
  const body = new PassThrough()
  const stop = watchSender(req, body, app.timeouts, (error) => {
    outcome.tooSlow('sending')
    body.destroy(error)
  })
  body.on('close', () => {
    stop()
    req.unpipe(body)
    req.resume()
  })
  return req.pipe(body)
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** Whether a request comes to the same when an app gets it twice, and is still there to be sent (RFC 9110 §9.2.2). */
function mayBeRepeated(method: string, { hasBody }: RequestHeaders): boolean {
  return !hasBody && IDEMPOTENT.has(method)
}
