import type { ServerResponse } from 'node:http'

/** Answers 303 (RFC 9110 §15.4.4) with the location exactly as given: callers pass paths of this site only. */
export function seeOther(res: ServerResponse, location: string): void {
  res.writeHead(303, { Location: location, 'Cache-Control': 'no-store', 'Content-Length': '0' }).end()
}
