import type { IncomingMessage } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'

/** Where other proxies ask whether a request may pass. */
export const AUTHZ = '/_gatehouse/authz'

/** The request that another proxy holds and asks about. */
export interface AskedAbout {
  method: string
  /** As its client spelled it. */
  hostField: string
  /** Path and query, byte for byte. */
  raw: string
  /** Whether the proxy shows the answer to the client as it is; nginx shows its own. */
  passesAnswerOn: boolean
}

/**
 * Reads it from what each proxy sends: nginx what its configuration says (`X-Original-URL`, `X-Original-Method`), Traefik
 * and Caddy `X-Forwarded-Method`, `-Host` and `-Uri`, Envoy the request itself, with its path behind our own.
 *
 * A client may send any of these through a proxy that does not know them, so both kinds at once are refused, and so is
 * a field that comes twice: whoever adds one loses the answer.
 *
 * @param url the request target, which begins with `AUTHZ`
 * @throws GatehouseError `bad_request`
 */
export function askedAbout(req: Pick<IncomingMessage, 'method' | 'rawHeaders'>, url: string): AskedAbout {
  const behind = url.slice(AUTHZ.length)
  if (behind.startsWith('/')) {
    return { method: req.method ?? '', hostField: only(req, 'host') ?? '', raw: behind, passesAnswerOn: true }
  }
  const original = only(req, 'x-original-url')
  const uri = only(req, 'x-forwarded-uri')
  if ((original === null) === (uri === null)) throw unreadable()
  if (uri !== null) {
    const [method, hostField] = [only(req, 'x-forwarded-method'), only(req, 'x-forwarded-host')]
    if (method === null || hostField === null || !uri.startsWith('/')) throw unreadable()
    return { method, hostField, raw: uri, passesAnswerOn: true }
  }
  const [, hostField, raw] = /^https?:\/\/([^/?#]+)(\/.*)$/is.exec(original ?? '') ?? []
  const method = only(req, 'x-original-method')
  if (hostField === undefined || raw === undefined || method === null) throw unreadable()
  return { method, hostField, raw, passesAnswerOn: false }
}

function only({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string | null {
  const sent = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name)
  if (sent.length > 1) throw unreadable()
  return sent[0] ?? null
}

function unreadable(): GatehouseError {
  return new GatehouseError('bad_request', { kind: 'nothing_asked' })
}
