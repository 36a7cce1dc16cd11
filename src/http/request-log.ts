import type { ServerResponse } from 'node:http'
import type { Clock } from '../domain/ports.ts'

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
}

/** The part of a pino logger that is needed here. pino writes JSON, in which control characters are escaped. */
export interface RequestLogger {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Logs one line when the answer is out or the client has left; `line` may be completed until then. */
export function logWhenDone(log: RequestLogger, clock: Clock, res: ServerResponse, line: RequestLine): void {
  const startedAt = clock.now()
  res.once('close', () => {
    const status = res.writableFinished ? res.statusCode : 499
    log.info({ ...line, status, ms: clock.now() - startedAt }, 'request')
  })
}
