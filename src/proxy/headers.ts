import type { IncomingMessage } from 'node:http'
import type { App, IdentityFact } from '../domain/app.ts'
import type { Visitor } from '../domain/decision.ts'
import type { Names } from '../domain/inner-name.ts'
import { innerFields, outerFields } from './inner-fields.ts'
import { setsOwnCookie, withoutOwnCookies } from './own-cookies.ts'

/** What the gateway itself tells an app about a request. */
export interface Forwarding {
  hostField: string
  clientAddress: string
  protocol: 'http:' | 'https:'
  requestId: string
  app: Pick<App, 'identity'>
  /** Null for an app that is called inside as outside. */
  names: Names | null
  /** Null on public paths: no identity at all goes there. */
  visitor: Visitor | null
  /** Signed word about the visitor; null where the app wants none. */
  assertion: string | null
  /** By what the gateway signs in to the app; null where it does not. */
  authorization: string | null
}

/** What of it says who is there. */
type Introduction = Pick<Forwarding, 'app' | 'visitor' | 'assertion' | 'authorization'>

export interface RequestHeaders {
  /** Names and values in turn, one byte a character. Framing (Content-Length, Transfer-Encoding) is left out. */
  fields: string[]
  /** The Content-Length of the request, as it came. */
  contentLength: string | undefined
  /** Whether a body follows: the request has a Transfer-Encoding or a Content-Length that is not zero. */
  hasBody: boolean
  /** Whether the gateway signs in to the app with it. */
  signsIn: boolean
}

export interface HeaderRules {
  request(req: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'httpVersion'>, forwarding: Forwarding): RequestHeaders
  /** What an app is told about a visitor, names and values in turn; nothing where there is none. */
  identity(introduction: Introduction): string[]
  /** A Cookie field without the gateway's own cookies, and every other byte as it was. */
  cookies(field: string): string
  /** The fields of an app's answer that go to the client, names and values in turn. `names` as it got them with the request. */
  response(headers: ParsedHeaders, names: Names | null): string[]
  /** The same for what follows a chunked body: nothing that frames, routes or identifies (RFC 9110 §6.5.1). */
  trailers(trailers: ParsedHeaders): [name: string, value: string][]
}

/** As undici and node:http parse them: names in lower case, what came more than once as a list. */
export type ParsedHeaders = Record<string, string | string[] | undefined>

/** RFC 9110 §7.6.1, and Expect, which `expect.ts` says anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What apps take for the gateway's word, or for that of another proxy in its place. */
const GATEWAY_WORD =
  /^(?:x-gatehouse(?:-.*)?|x-forwarded(?:-.*)?|forwarded(?:-for)?|x-real-ip|x-request-id|x-original-.*|x-rewrite-.*|x-host|proxy|(?:x-|true-|x-cluster-|fastly-)?client-ip|x-(?:originating|remote|proxyuser)-(?:ip|addr)|x-azure-(?:client|socket)ip|x-envoy-external-address|fly-client-ip|cf-connecting-ip.*|cf-pseudo-ipv4|(?:x-)?remote-user|x-webauth-user)$/

/** What the gateway is called in Via: one word for all gateways of an installation (RFC 9110 §7.6.3). */
const PSEUDONYM = 'gatehouse'

/** Framing, routing, authentication, and what controls the answer itself (RFC 9110 §6.5.1). */
const NO_TRAILER =
  /^(?:content-.*|host|cache-control|expires|age|date|location|retry-after|vary|warning|pragma|range|max-forwards|authorization|www-authenticate|authentication-info|set-cookie2?|cookie|via|x-gatehouse.*)$/

type Verdict =
  | 'pass'
  | 'drop'
  | 'authorization'
  | 'connection'
  | 'host'
  | 'content-length'
  | 'transfer-encoding'
  | 'cookie'

/** Names that were judged before; a client that invents names must not fill the memory. */
const MAX_REMEMBERED_NAMES = 1000
const LONGEST_REMEMBERED = 64

/**
 * What of a request goes to an app and what of its answer comes back (R23, R24, R40).
 * Fields that belong to one connection are removed before the gateway adds its own, and names are judged in
 * every spelling that an app might fold together: case, and any sign for `-`.
 */
export function openHeaderRules(apps: readonly Pick<App, 'identity'>[]): HeaderRules {
  /** What any app takes for the gateway's word is nobody else's, on every route (R24). */
  const ownNames = new Set(apps.flatMap((app) => app.identity.headers.map(([name]) => folded(name))))
  const remembered = new Map<string, Verdict>()
  /** A visitor is the same object for as long as the session is remembered. */
  const identities = new WeakMap<Visitor, { app: Pick<App, 'identity'>; fields: string[] }>()

  function verdictOn(name: string): Verdict {
    const known = remembered.get(name)
    if (known !== undefined) return known
    const verdict = ownNames.has(folded(name)) ? 'drop' : judge(name)
    if (name.length <= LONGEST_REMEMBERED && remembered.size < MAX_REMEMBERED_NAMES) remembered.set(name, verdict)
    return verdict
  }

  function addOwn(fields: string[], forwarding: Forwarding): void {
    const { hostField, clientAddress, protocol, requestId } = forwarding
    fields.push('X-Forwarded-For', clientAddress, 'X-Forwarded-Proto', protocol.slice(0, -1))
    fields.push('X-Forwarded-Host', hostField, 'X-Request-Id', requestId)
    for (const part of introduce(forwarding)) fields.push(part)
  }

  function introduce({ app, visitor, assertion, authorization }: Introduction): string[] {
    if (visitor === null) return []
    let known = identities.get(visitor)
    if (known?.app !== app) {
      known = { app, fields: identityFields(visitor, app) }
      identities.set(visitor, known)
    }
    if (assertion === null && authorization === null) return known.fields
    const fields = [...known.fields]
    if (authorization !== null) fields.push('Authorization', authorization)
    if (assertion !== null) fields.push('X-Gatehouse-Assertion', assertion)
    return fields
  }

  return {
    request({ rawHeaders, headers, httpVersion }, forwarding) {
      const named = namedByConnection(headers.connection)
      // The client's Host goes first, as HTTP/1.1 recommends (RFC 9110 §7.2).
      const fields = ['Host', forwarding.hostField]
      let contentLength: string | undefined
      let chunked = false
      for (let i = 0; i < rawHeaders.length; i += 2) {
        const name = rawHeaders[i] ?? ''
        const value = rawHeaders[i + 1] ?? ''
        const verdict = verdictOn(name)
        if (verdict === 'content-length') contentLength = value
        else if (verdict === 'transfer-encoding') chunked = true
        else if (named?.has(name.toLowerCase())) continue
        else if (verdict === 'pass') fields.push(name, value)
        else if (verdict === 'authorization') {
          if (forwarding.app.identity.basic === null) fields.push(name, value)
        } else if (verdict === 'cookie') {
          const rest = withoutOwnCookies(value)
          if (rest !== '') fields.push(name, rest)
        }
      }
      fields.push('Via', `${httpVersion} ${PSEUDONYM}`)
      addOwn(fields, forwarding)
      const { names } = forwarding
      return {
        fields: names === null ? fields : innerFields(fields, names),
        contentLength,
        hasBody: chunked || (contentLength !== undefined && !/^0+$/.test(contentLength)),
        signsIn: forwarding.visitor !== null && forwarding.authorization !== null,
      }
    },

    identity: introduce,
    cookies: withoutOwnCookies,

    response(headers, names) {
      const named = namedByConnection(headers.connection)
      const fields: string[] = []
      for (const name in headers) {
        const value = headers[name]
        if (value === undefined || HOP_BY_HOP.has(name) || named?.has(name)) continue
        if (name === 'set-cookie') {
          for (const cookie of [value].flat()) if (!setsOwnCookie(cookie)) fields.push(name, cookie)
        } else if (typeof value === 'string') fields.push(name, value)
        else for (const one of value) fields.push(name, one)
      }
      fields.push('via', `1.1 ${PSEUDONYM}`)
      return names === null ? fields : outerFields(fields, names)
    },

    trailers(trailers) {
      const fields: [string, string][] = []
      for (const name in trailers) {
        const value = trailers[name]
        if (value === undefined || HOP_BY_HOP.has(name) || NO_TRAILER.test(name)) continue
        for (const one of [value].flat()) fields.push([name, one])
      }
      return fields
    },
  }
}

function judge(name: string): Verdict {
  const lower = name.toLowerCase()
  const spelling = folded(name)
  if (lower === 'connection' || lower === 'host' || lower === 'content-length') return lower
  if (lower === 'transfer-encoding' || lower === 'cookie' || lower === 'authorization') return lower
  if (HOP_BY_HOP.has(spelling) || GATEWAY_WORD.test(spelling)) return 'drop'
  // `Content_Length` would become the real one in an app that reads CGI variables.
  return spelling === 'content-length' ? 'drop' : 'pass'
}

/** One spelling for all that an app might read as the same. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '-')
}

/** Lower-case names of further fields that belong to this connection only; null when there are none, as nearly always. */
function namedByConnection(connection: string | string[] | undefined): Set<string> | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null
  return new Set(
    String(connection)
      .toLowerCase()
      .split(/[\s,]+/),
  )
}

function identityFields(visitor: Visitor, { identity }: Pick<App, 'identity'>): string[] {
  return identity.headers.flatMap(([name, fact]) => {
    const value = factOf(visitor, fact)
    return value === null ? [] : [name, bytes(value)]
  })
}

function factOf({ account, company }: Visitor, fact: IdentityFact): string | null {
  switch (fact) {
    case 'user':
      return account.username
    case 'name':
    case 'email':
    case 'role':
      return account[fact]
    case 'company':
      return company.id
    case 'company_kind':
      return company.kind
  }
}

/** UTF-8, one byte a character, without control characters: a name that bears a line break adds no field. */
function bytes(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII text needs no conversion
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return Buffer.from(text.replace(/\p{Cc}/gu, ' '), 'utf8').toString('latin1')
}
