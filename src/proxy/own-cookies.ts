import { ownCookieNames } from '../http/session-cookie.ts'

const OWN_COOKIE = (['http:', 'https:'] as const).flatMap(ownCookieNames).join('|')
const IN_COOKIE = new RegExp(`(?:^|;)[ \\t]*(?:${OWN_COOKIE})[ \\t]*(?:=[^;]*)?(?=;|$)`, 'gi')
/** A cookie without a name but with `gatehouse=…` for a value comes back as one with that name. */
const IN_SET_COOKIE = new RegExp(`^[\\s=]*(?:${OWN_COOKIE})[ \\t]*(?:[=;]|$)`, 'i')

/** Takes the gateway's cookies out of a Cookie field and leaves every other byte (RFC 6265 §4.2.1). */
export function withoutOwnCookies(cookies: string): string {
  const others = cookies.replace(IN_COOKIE, '')
  return others.length === cookies.length ? cookies : others.replace(/^[; \t]+/, '')
}

/** Whether a Set-Cookie of an app would set one of the gateway's, which is no app's to set (R40). */
export function setsOwnCookie(setCookie: string): boolean {
  return IN_SET_COOKIE.test(setCookie)
}
