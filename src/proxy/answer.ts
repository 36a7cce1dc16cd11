import type { ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'
import type { UpstreamFault } from '../domain/meter.ts'
import { isPlainCoding } from '../http/framing.ts'
import { keepFromSharedCaches, takeChallenge } from './challenge.ts'
import type { Exchange } from './forward.ts'
import type { HeaderRules, ParsedHeaders } from './headers.ts'
import { type AppWatch, watchApp } from './silent-app.ts'
import { type ReaderWatch, watchReader } from './slow-client.ts'

/** What undici tells of one exchange. Its errors reach `onResponseError`, wherever they arose. */
export class Answer implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #rules: Pick<HeaderRules, 'response' | 'trailers'>
  #again: ((answer: Answer) => void) | null
  /** Null until the request is on a connection: undici connects first, which takes as long as it takes. */
  #controller: Dispatcher.DispatchController | null = null
  #begun = false
  #bodyBegun = false
  #reader: ReaderWatch | null = null
  #app: AppWatch | null = null
  #ended = false
  #informed = 0

  /** @param again sends the request once more, where that does no harm; null where it must not be */
  constructor(
    exchange: Exchange,
    rules: Pick<HeaderRules, 'response' | 'trailers'>,
    again: ((answer: Answer) => void) | null,
  ) {
    this.#exchange = exchange
    this.#rules = rules
    this.#again = again
    const { res, app } = exchange
    const { totalMs } = app.timeouts
    const end = totalMs === null ? undefined : setTimeout(() => this.#end(outOfTime(app)), totalMs)
    res.on('close', () => {
      clearTimeout(end)
      this.#reader?.stop()
      this.#app?.stop()
      this.#clientLeft()
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#ended || this.#exchange.res.destroyed) controller.abort(new Error('nobody waits for it any more'))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: ParsedHeaders,
    statusMessage = '',
  ): void {
    const { app, res, names, headers: asked, outcome } = this.#exchange
    if (status < 200) {
      if (++this.#informed > MAX_INFORMATION) throw tooMuchInformation()
      return passOnInformation(this.#exchange, status, this.#rules.response(headers, names))
    }
    if (takeChallenge(app, status, headers) && outcome.credentialRefused()) {
      this.#ended = true
      return controller.abort(new Error('the app refused what its visitor signs in with'))
    }
    this.#begun = true
    const odd = oddAnswer(status, headers)
    if (odd !== null) throw odd
    if (outcome.isLast()) res.shouldKeepAlive = false
    if (status === 204) delete headers['content-length']
    keepWorkerBelow(app.path, headers)
    if (asked.signsIn) keepFromSharedCaches(headers)
    res.writeHead(status, plainReason(statusMessage), this.#rules.response(headers, names))
    if (Number(headers['content-length'] ?? Infinity) > SHORT_ANSWER_BYTES) outcome.goesOn()
    // What came with the head in one piece is out by then, and that is all of most answers.
    process.nextTick(() => this.#goOn(headers))
  }

  #goOn(headers: ParsedHeaders): void {
    const { app, res } = this.#exchange
    if (this.#ended || res.writableEnded || res.destroyed) return
    this.#app = watchApp(res, headers, app.timeouts, () => this.#end(outOfTime(app)))
    // A stream's head must not wait for its first event. `flushHeaders` would make two of every byte above 127.
    if (headers['content-length'] === undefined && !this.#bodyBegun) res.write('', 'latin1')
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bodyBegun = true
    this.#app?.heard()
    const { res, app, outcome } = this.#exchange
    if (res.write(chunk)) return
    controller.pause()
    this.#reader ??= watchReader(res, app.timeouts, () => outcome.tooSlow('reading'))
    this.#reader.waits()
    res.once('drain', () => controller.resume())
  }

  onResponseEnd(_: Dispatcher.DispatchController, trailers: ParsedHeaders): void {
    this.#bodyBegun = true
    passOnTrailers(this.#exchange, this.#rules.trailers(trailers))
    this.#exchange.res.end()
  }

  onResponseError(_: Dispatcher.DispatchController | null, cause: Error): void {
    this.#bodyBegun = true
    const { app, res, outcome } = this.#exchange
    if (this.#ended || res.destroyed) return
    if (!this.#begun && this.#again !== null && brokeOff(cause)) return this.#sendAgain(this.#again)
    this.#ended = true
    if (!res.headersSent) return outcome.failed(cause instanceof GatehouseError ? cause : upstreamFailed(app, cause))
    // Half an answer must not look like a whole one.
    res.destroy(cause)
    if (!isOfTheClient(cause)) outcome.cutShort(faultOf(cause))
  }

  /** Once, and within the time that the first try left of it. */
  #sendAgain(again: (answer: Answer) => void): void {
    this.#again = null
    this.#controller = null
    again(this)
  }

  #end(cause: GatehouseError): void {
    if (this.#controller === null) this.onResponseError(null, cause)
    else this.#controller.abort(cause)
  }

  #clientLeft(): void {
    if (!this.#exchange.res.writableFinished) this.#controller?.abort(new Error('the client left'))
  }
}

/** More 1xx than this belong to no answer: an app, or what broke in it, would hold the request with them for ever. */
export const MAX_INFORMATION = 32

export function tooMuchInformation(): Error {
  return new Error('the app goes on with 1xx and does not answer')
}

/**
 * What is wrong with the head of an answer; null where it is plain. A status that is none, or a length that the client might read
 * otherwise than the gateway (R22): a coding that the gateway would have to take off, or more than can be counted.
 */
export function oddAnswer(status: number, headers: ParsedHeaders): Error | null {
  if (status < 200) return new Error(`the app answered ${status}`)
  if (!isPlainCoding(headers['transfer-encoding'])) return new Error('the app answered in an unknown transfer coding')
  const length = headers['content-length']
  return length === undefined || Number.isSafeInteger(Number(length))
    ? null
    : new Error('the app gave an absurd length')
}

/**
 * A service worker sees every request of its scope: that of one app must not be the whole origin, with other apps and the
 * gateway's own pages (Service Workers §5.4). Without the field its scope is the script's folder.
 */
function keepWorkerBelow(path: string, headers: ParsedHeaders): void {
  const scope = headers['service-worker-allowed']
  if (scope === undefined) return
  const { pathname = '' } = URL.parse(String(scope), `http://app${path}`) ?? {}
  if (!pathname.startsWith(path)) delete headers['service-worker-allowed']
}

/** A reason phrase that can be sent on, or none: what old apps write there in Latin-1 has no meaning (RFC 9112 §4). */
export function plainReason(reason: string): string {
  return /^[\t\x20-\x7e]*$/.test(reason) ? reason : ''
}

/**
 * Passes a 1xx on, 103 (Early Hints) as a rule; HTTP/1.0 knows none (RFC 9110 §15.2). 101 belongs to upgrades, which do not
 * come this way.
 */
export function passOnInformation({ req, res }: Pick<Exchange, 'req' | 'res'>, status: number, fields: string[]): void {
  if (req.httpVersionMinor === 0 || status === 101 || res.headersSent) return
  if (canInform(res)) res.writeInformation(status, fields)
  else if (status === 103) passOnEarlyHints(res, fields)
}

/** Node 24 can send 103 alone. */
function canInform(res: ServerResponse): boolean {
  return 'writeInformation' in res
}

function passOnEarlyHints(res: ServerResponse, fields: string[]): void {
  const hints: Record<string, string | string[]> = {}
  for (let i = 0; i < fields.length; i += 2) {
    const [name = '', value = ''] = fields.slice(i, i + 2)
    hints[name] = [hints[name] ?? [], value].flat()
  }
  try {
    res.writeEarlyHints(hints)
  } catch {
    // Node 24 is particular about Link: nobody misses a hint.
  }
}

/** Fields behind the last chunk, for a client that said it takes them (RFC 9110 §6.5.1). They never become headers (R26). */
export function passOnTrailers({ req, res }: Pick<Exchange, 'req' | 'res'>, fields: [string, string][]): void {
  if (fields.length > 0 && /\btrailers\b/i.test(String(req.headers.te ?? ''))) res.addTrailers(fields)
}

/** An answer of this length is out before anything could be done about it. */
const SHORT_ANSWER_BYTES = 64 * 1024

/** What the app did that left its answer half. */
export function faultOf(cause: Error): UpstreamFault {
  return cause instanceof GatehouseError && cause.code === 'upstream_timeout' ? 'timeout' : 'cut_short'
}

/** Whether it is the client that was too slow, and not the app. */
export function isOfTheClient(cause: Error): boolean {
  return cause instanceof GatehouseError && cause.code === 'request_timeout'
}

/** A request that took longer in all than the app is given. */
export function outOfTime({ name }: App): GatehouseError {
  return new GatehouseError('upstream_timeout', { kind: 'app_too_slow', app: name })
}

/**
 * The app closed a kept connection at the very moment at which this request was sent on it, as it may at any time
 * (RFC 9112 §9.3.1); what else undici calls a socket error came with an answer that was no HTTP.
 */
function brokeOff({ code, message }: Error & { code?: string }): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE' || (code === 'UND_ERR_SOCKET' && message === 'other side closed')
}

const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT'])

/** An app that gave no answer, without a word about where it is. */
export function upstreamFailed({ name }: Pick<App, 'name'>, cause: Error & { code?: string }): GatehouseError {
  return TIMEOUTS.has(cause.code ?? '')
    ? new GatehouseError('upstream_timeout', { kind: 'app_too_slow', app: name }, { cause })
    : new GatehouseError('upstream_unavailable', { kind: 'app_silent', app: name }, { cause })
}
