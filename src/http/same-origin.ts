import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { GatehouseError } from '../domain/errors.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets requests that may change something through only when they come from one of the gateway's own pages (R35);
 * any other is a GatehouseError `cross_site`. The site's own origin is the one of the request's arrival.
 */
export function sameOrigin(): RequestHandler {
  return (req, _res, next) => {
    if (SAFE_METHODS.has(req.method) || comesFromOwnPage(req)) return next()
    throw new GatehouseError('cross_site', { kind: 'form_of_another_site' })
  }
}

/** Whether a request comes from a page of its own origin. The first of the three headers that is there decides: a later one never overrules it. */
export function comesFromOwnPage({ headers, arrival }: IncomingMessage): boolean {
  const fetchSite = headers['sec-fetch-site']
  if (fetchSite !== undefined) return fetchSite === 'same-origin'

  // A browser sends `Origin: null` for sandboxed frames and data: pages, where anybody's form may stand.
  if (headers.origin !== undefined) return headers.origin === arrival.origin
  if (headers.referer !== undefined) return originOf(headers.referer) === arrival.origin

  // Every browser that knows the gateway's cookies sends `Origin` with a POST, to any site, so a person can only be
  // tricked into a request that bears one. With none of the three it is a program acting for itself.
  return true
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}
