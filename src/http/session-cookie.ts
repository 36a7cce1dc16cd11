import { GatehouseError } from '../domain/errors.ts'

/** The gateway's own cookie: `__Host-` prefixed and `Secure` whenever the public address is https (R1, RFC 6265bis §4.1.3.2). */
export function sessionCookieName(protocol: 'http:' | 'https:'): string {
  return protocol === 'https:' ? '__Host-gatehouse' : 'gatehouse'
}

/** Marks a browser in which a challenge was passed, when trusted networks are bound to the browser (R12). */
export function browserCookieName(protocol: 'http:' | 'https:'): string {
  return protocol === 'https:' ? '__Host-gatehouse-browser' : 'gatehouse-browser'
}

/** Says who signed in last in this browser, to nobody but the gateway. */
export function personCookieName(protocol: 'http:' | 'https:'): string {
  return protocol === 'https:' ? '__Host-gatehouse-person' : 'gatehouse-person'
}

/** Every cookie of the gateway's: none of them is an app's to read or to set. */
export function ownCookieNames(protocol: 'http:' | 'https:'): string[] {
  return [sessionCookieName(protocol), browserCookieName(protocol), personCookieName(protocol)]
}

/** Until the browser is closed or its person signs out; no other site has anything to send it along with. */
export function personCookie(protocol: 'http:' | 'https:') {
  return { path: '/', httpOnly: true, secure: protocol === 'https:', sameSite: 'strict' } as const
}

/** The value of a cookie that there is exactly one of; null otherwise: of two, one was planted. */
export function onlyCookie(cookies: string | undefined, name: string): string | null {
  const pairs = (cookies ?? '').split(';').map(withoutBlanks)
  const values = pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? (values[0] ?? null) : null
}

/**
 * The value of a cookie as it stands in the Cookie field; null when there is none.
 * Throws `bad_request` for two of that name (R40): one of them was planted, by another site of the same domain or for
 * another path, and nothing tells which.
 */
export function cookieValue(cookies: string | undefined, name: string): string | null {
  if (cookies?.includes(name) !== true) return null
  let value: string | null = null
  for (const cookie of cookies.split(';')) {
    const equals = cookie.indexOf('=')
    if (equals === -1 || withoutBlanks(cookie.slice(0, equals)) !== name) continue
    if (value !== null) {
      throw new GatehouseError('bad_request', { kind: 'two_session_cookies' })
    }
    value = withoutBlanks(cookie.slice(equals + 1))
  }
  return value
}

/**
 * Spaces and tabs are all that may stand around a name (RFC 6265 §5.2). `trim` takes a no-break space for one too, and browsers do
 * not: to them a name that begins with it has no `__Host-`, and any site of the domain may set it.
 */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (isBlank(text[start])) start++
  while (end > start && isBlank(text[end - 1])) end--
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}
