import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import { GatehouseError, unexpected } from '../domain/errors.ts'
import type { Pages } from '../pages/page/pages.ts'
import type { Arrival } from './arrival.ts'
import { languageOf } from './language.ts'
import { errorHeaders, isNavigation, type Told, writeProblem } from './problem.ts'
import { openPageHeaders } from './security-headers.ts'

/** Answers a request that failed: a page for a navigation, a JSON problem for everything else. */
export type FailureAnswer = (req: IncomingMessage, res: ServerResponse, error: unknown) => void

/** Any error, in the language of the request; what is no GatehouseError, as a plain sentence. */
export function openFailureAnswer(parts: { settings: Settings; pages: Pages; log: Logger }): FailureAnswer {
  const { settings, pages, log } = parts
  const setPageHeaders = openPageHeaders(settings)
  return (req, res, thrown) => {
    const error = thrown instanceof GatehouseError ? thrown : unexpected(thrown)
    // A request whose target could not be read has no arrival.
    const requestId = (req.arrival as Arrival | undefined)?.requestId ?? randomUUID()
    const level = error.status >= 500 ? 'error' : 'info'
    log[level](
      { requestId, code: error.code, err: error.cause ?? (error.status >= 500 ? error : undefined) },
      error.code,
    )
    if (res.headersSent) return void res.destroy()
    // What an app said there before its answer proved broken is not sent, nor written again.
    res.statusMessage = ''

    setPageHeaders(req, res)
    for (const [name, value] of Object.entries(errorHeaders(error)))
      if (!res.hasHeader(name)) res.setHeader(name, value)
    // The rest of a body that nobody will read must not be taken for the next request.
    if (!req.complete) res.shouldKeepAlive = false
    const language = languageOf(req, settings)
    const html = isNavigation(req) ? pageOf(req, error, { requestId, language }) : null
    if (html === null) return writeProblem(res, error, { requestId, language })
    res.statusCode = error.status
    res.setHeader('Content-Type', 'text/html; charset=utf-8')
    res.end(req.method === 'HEAD' ? undefined : html)
  }

  /** Null when even this page cannot be shown: nobody is left to catch an error of this place. */
  function pageOf(req: IncomingMessage, error: GatehouseError, { requestId, language }: Told): string | null {
    const { help, name } = settings.portal
    try {
      return pages.error({
        language,
        portalName: name,
        help: help?.[language] ?? null,
        username: null,
        menu: null,
        status: error.status,
        code: error.code,
        message: error.sentence,
        requestId,
        retryUrl: error.status >= 500 && req.method === 'GET' && leadsHere(req.url) ? req.url : null,
      })
    } catch (defect) {
      log.error({ requestId, err: defect }, 'the error page could not be shown')
      return null
    }
  }
}

/** `//host/…` in a link would lead to that host. */
function leadsHere(url: string | undefined): url is string {
  return url !== undefined && /^\/(?!\/)/.test(url)
}
