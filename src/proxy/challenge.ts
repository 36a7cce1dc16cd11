import type { App } from '../domain/app.ts'
import type { ParsedHeaders } from './headers.ts'

/**
 * Takes the challenge out of the answer of an app that the gateway signs in to itself: a browser would ask its person for a name
 * and password, and the Authorization that came of it goes nowhere. Answers whether the app refused the one that it got (RFC 7617).
 */
export function takeChallenge({ identity }: Pick<App, 'identity'>, status: number, headers: ParsedHeaders): boolean {
  if (identity.basic === null) return false
  const challenges = [headers['www-authenticate'] ?? []].flat().join(', ')
  delete headers['www-authenticate']
  return status === 401 && /(?:^|,)\s*basic(?:[\s,]|$)/i.test(challenges)
}

/**
 * Says in an answer what a shared cache would know by Authorization, if the client and not the gateway had sent it: it is kept for
 * nobody else, unless the app allows that (RFC 9111 §3.5).
 */
export function keepFromSharedCaches(headers: ParsedHeaders): void {
  const said = [headers['cache-control'] ?? []].flat().join(', ')
  if (!SAYS_WHO_KEEPS.test(said)) headers['cache-control'] = said === '' ? 'private' : `${said}, private`
}

/** As nginx reads it as well. `private="Field"` speaks of that field alone. */
export const SAYS_WHO_KEEPS = /(?:^|[ \t,])(?:public|s-maxage|must-revalidate|no-store|private(?!=))(?:[ \t,=]|$)/i
