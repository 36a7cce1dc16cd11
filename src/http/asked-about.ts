import type { IncomingMessage } from 'node:http'
import type { ForwardAuth } from '../config/settings.ts'
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
  /** The mark of the app that it would go to (proxy/front-marks.ts); null where the proxy does not say. */
  mark: string | null
}

/**
 * Reads it from what that kind of proxy sends: nginx what its configuration says (`X-Original-URL`, `X-Original-Method`, `X-Gatehouse-App`),
 * Traefik and Caddy `X-Forwarded-Method`, `-Host` and `-Uri`, Envoy the request itself, with its path behind our own.
 * Fields of another kind may come from the client and are not looked at; one that comes twice is refused.
 *
 * @param url the request target, which begins with `AUTHZ`
 * @throws GatehouseError `bad_request`, or `method_not_allowed` for what reaches no app (R20)
 */
export function askedAbout(
  req: Pick<IncomingMessage, 'method' | 'rawHeaders'>,
  url: string,
  by: ForwardAuth['by'],
): AskedAbout {
  const asked = readers[by](req, url.slice(AUTHZ.length))
  if (asked.method === 'TRACE' || asked.method === 'CONNECT') {
    throw new GatehouseError('method_not_allowed', { kind: 'method_not_passed_on' })
  }
  return asked
}

type Reader = (req: Pick<IncomingMessage, 'method' | 'rawHeaders'>, behind: string) => AskedAbout

const forwarded: Reader = (req, behind) => {
  const [method, hostField] = [only(req, 'x-forwarded-method'), only(req, 'x-forwarded-host')]
  const raw = only(req, 'x-forwarded-uri')
  // Caddy asks with the query of the request that it holds.
  if (behind.startsWith('/') || method === null || hostField === null || raw?.startsWith('/') !== true)
    throw unreadable()
  return { method, hostField, raw, mark: null }
}

const readers: Record<ForwardAuth['by'], Reader> = {
  nginx(req, behind) {
    const [, hostField, raw] = /^https?:\/\/([^/?#]+)(\/.*)$/is.exec(only(req, 'x-original-url') ?? '') ?? []
    const method = only(req, 'x-original-method')
    if (behind !== '' || hostField === undefined || raw === undefined || method === null) throw unreadable()
    return { method, hostField, raw, mark: only(req, 'x-gatehouse-app') }
  },
  traefik: forwarded,
  caddy: forwarded,
  envoy(req, behind) {
    const hostField = only(req, 'host')
    if (!behind.startsWith('/') || hostField === null) throw unreadable()
    return { method: req.method ?? '', hostField, raw: behind, mark: null }
  },
}

function only({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string | null {
  let sent: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const spelled = rawHeaders[i]
    if (spelled?.length !== name.length || spelled.toLowerCase() !== name) continue
    if (sent !== null) throw unreadable()
    sent = rawHeaders[i + 1] ?? ''
  }
  return sent
}

function unreadable(): GatehouseError {
  return new GatehouseError('bad_request', { kind: 'nothing_asked' })
}
