import type { ServerResponse } from 'node:http'
import type { Target } from './request-target.ts'

/** Answers 303 (RFC 9110 §15.4.4) with the location exactly as given: callers pass paths of this site only. */
export function seeOther(res: ServerResponse, location: string): void {
  res.writeHead(303, { Location: location, 'Cache-Control': 'no-store', 'Content-Length': '0' }).end()
}

/** Answers 308 (RFC 9110 §15.4.9), so that relative links of the page hold: to the same path with a slash behind it. */
export function addSlash(res: ServerResponse, { path, query }: Pick<Target, 'path' | 'query'>): void {
  res.writeHead(308, { Location: `${path}/${query}`, 'Cache-Control': 'no-store', 'Content-Length': '0' }).end()
}
