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
