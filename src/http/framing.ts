import type { IncomingMessage, ServerResponse } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'

/** Up to a petabyte: beyond that some programs count wrongly, and none has ever meant it. */
const LENGTH = /^(?:0|[1-9]\d{0,14})$/

/**
 * Refuses a request whose end node:http can tell and an app might not (R22): a coding besides `chunked`, which would be lost
 * on the way, any coding in HTTP/1.0, and a length in a spelling that some read as octal, or too large to be counted. Its answer
 * ends the connection.
 *
 * @throws GatehouseError `not_implemented` or `bad_request` (RFC 9112 §6.1)
 */
export function refuseOddFraming({ headers, httpVersionMinor }: IncomingMessage, res: ServerResponse): void {
  const length = headers['content-length']
  const coding = headers['transfer-encoding']
  const oddLength = length !== undefined && !LENGTH.test(length)
  if (coding === undefined && !oddLength) return
  const known = isPlainCoding(coding)
  if (known && httpVersionMinor > 0 && !oddLength) return
  res.shouldKeepAlive = false
  throw new GatehouseError(known ? 'bad_request' : 'not_implemented', { kind: 'length_uncertain' })
}

/** Whether a Transfer-Encoding is none, or `chunked` once and nothing else. */
export function isPlainCoding(coding: string | string[] | undefined): boolean {
  return coding === undefined || coding === 'chunked' || String(coding).toLowerCase() === 'chunked'
}
