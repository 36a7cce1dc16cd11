import type { IncomingMessage } from 'node:http'
import { type Logger, symbols } from 'pino'
import type { Clock } from '../domain/ports/clock.ts'
import type { End } from './ongoing.ts'
import type { Target } from './request-target.ts'

/** What one request was; its query, body, cookies and other headers are never in it (R14). */
export interface RequestLine {
  requestId: string
  method: string
  host: string
  path: string
  address: string
  /** Why it was forwarded or turned away, or the code of the error that ended it. */
  decision: string
  app: string | null
  accountId: string | null
  /** 499 when the client left before the answer was out. */
  status: number
  /** From the head of the request to the end of the answer. */
  ms: number
}

export interface RequestLog {
  /** Logs a request whose answer is out, or whose client has left. */
  request: (line: RequestLine, end: End) => void
  /** Logs an upgrade that was answered. */
  upgrade(line: RequestLine): void
}

/**
 * One line for each request, among the others of `log` and in their form, at level `info`.
 * The line is put together here and not by pino, which would take a twentieth of all the time that a request costs.
 * JSON escapes control characters, so that no request can forge a line (R14).
 */
export function openRequestLog(log: Logger, clock: Clock): RequestLog {
  const stream: { write(text: string): void } = Reflect.get(log, symbols.streamSym)
  /** What every line of this logger bears, as `,"pid":1,"hostname":"edge"`. */
  const context: string = Reflect.get(log, symbols.chindingsSym)
  const write = (line: RequestLine, message: 'request' | 'upgrade'): void => {
    if (!log.isLevelEnabled('info')) return
    const head = `{"level":30,"time":${clock.now()}${context}`
    stream.write(`${head},"request":${JSON.stringify(line)},"msg":"${message}"}\n`)
  }
  return {
    request(line, { status, ms }) {
      line.status = status ?? CLIENT_LEFT
      line.ms = ms
      write(line, 'request')
    },
    upgrade: (line) => write(line, 'upgrade'),
  }
}

/** As nginx has it. */
const CLIENT_LEFT = 499

/** A request whose target could not be read. */
export const UNREAD: Omit<RequestLine, 'requestId'> = {
  method: '',
  host: '',
  path: '',
  address: '',
  decision: '',
  app: null,
  accountId: null,
  status: 0,
  ms: 0,
}

/** What is known of a request whose `arrival` is set, before anything is decided. */
export function lineOf(req: IncomingMessage, { host, path }: Pick<Target, 'host' | 'path'>): RequestLine {
  const { requestId, address } = req.arrival
  return { ...UNREAD, requestId, method: req.method ?? '', host, path, address }
}
