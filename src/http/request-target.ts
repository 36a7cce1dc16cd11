import type { IncomingMessage } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'
import { ambiguousPath, readPath } from '../domain/path.ts'

/** Where a request wants to go. */
export interface Target {
  /** `host[:port]` as it stands among the known hosts: lower case, without the scheme's own port. */
  host: string
  /** The same without any port. */
  hostname: string
  /** The Host field to forward, as the client spelled it. */
  hostField: string
  path: string
  /** With its `?`; empty when there is none. */
  query: string
  /** Path and query, byte for byte as they came and as they are forwarded. */
  raw: string
  /** False when some app might read the path in another way; such a path is never public (R21). */
  plain: boolean
  /** Those other ways, in lower case. */
  otherPaths: readonly string[]
}

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/**
 * Reads Host and request target (RFC 9112 §3.2, R20, R21).
 *
 * @param knownHosts every `host[:port]` that is answered, lower case
 * @throws GatehouseError `bad_request`, `ambiguous_path`, `unknown_host` or `method_not_allowed`
 */
export function readTarget(req: IncomingMessage, knownHosts: ReadonlySet<string>): Target {
  const { method, url = '' } = req
  if (req.httpVersionMajor !== 1) throw badRequest('not_http_1')
  if (method === 'CONNECT' || method === 'TRACE' || (method === 'OPTIONS' && url === '*')) {
    throw new GatehouseError('method_not_allowed', { kind: 'method_not_passed_on' })
  }
  const hostOfField = onlyHost(req.rawHeaders)
  const absolute = url.startsWith('/') ? null : absoluteForm(url)
  return targetOf(absolute?.authority ?? hostOfField, absolute?.raw ?? url, knownHosts)
}

/**
 * What a host and a path with its query, byte for byte, lead to.
 *
 * @throws GatehouseError `ambiguous_path` or `unknown_host`
 */
export function targetOf(hostField: string, raw: string, knownHosts: ReadonlySet<string>): Target {
  const host = knownHost(hostField, knownHosts, raw)
  const queryAt = raw.indexOf('?')
  const path = queryAt === -1 ? raw : raw.slice(0, queryAt)
  const query = queryAt === -1 ? '' : raw.slice(queryAt)
  if (query.includes('#')) throw ambiguousPath()
  const { plain, others } = readPath(path)
  return { host, hostname: withoutPort(host), hostField, path, query, raw, plain, otherPaths: others }
}

/** Exactly one Host, and one that is nothing but a host and a port (RFC 9110 §7.2). */
function onlyHost(rawHeaders: readonly string[]): string {
  let host: string | undefined
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) throw badRequest('host_repeated')
    host = rawHeaders[i + 1]
  }
  if (host === undefined || !HOST.test(host)) throw badRequest('host_invalid')
  return host
}

/** The target's own authority counts, whatever the Host field says (RFC 9112 §3.2.2). */
function absoluteForm(url: string): { authority: string; raw: string } {
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  if (authority === undefined || !HOST.test(authority)) throw badRequest('address_invalid')
  return { authority, raw: rest.startsWith('/') ? rest : `/${rest}` }
}

/** Load balancers name the address that they probe, and apps and other proxies the one that they know, whatever the gateway's name is. */
const PROBES = new Set([
  '/_gatehouse/health/live',
  '/_gatehouse/health/ready',
  '/_gatehouse/jwks.json',
  '/_gatehouse/authz',
])

function knownHost(spelled: string, knownHosts: ReadonlySet<string>, raw: string): string {
  if (knownHosts.has(spelled)) return spelled
  const host = spelled.toLowerCase()
  if (knownHosts.has(host)) return host
  const withoutDefaultPort = host.replace(/:(?:80|443)$/, '')
  if (knownHosts.has(withoutDefaultPort)) return withoutDefaultPort
  if (PROBES.has(raw)) return host
  throw new GatehouseError('unknown_host', { kind: 'host_unknown' })
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':')
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host
}

function badRequest(kind: 'not_http_1' | 'host_repeated' | 'host_invalid' | 'address_invalid'): GatehouseError {
  return new GatehouseError('bad_request', { kind })
}
