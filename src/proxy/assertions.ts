import type { App } from '../domain/app.ts'
import { type AssertionClaims, assertionClaims, ASSERTION_REUSE_MS } from '../domain/assertion.ts'
import type { Visitor } from '../domain/decision.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Found } from '../http/session-lookup.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface Assertions {
  /**
   * The signed word about a visitor for one app; without a promise while the one made before is still good. Null where
   * nobody is there, or the app wants none.
   */
  about(found: Found | null, app: Pick<App, 'name' | 'identity'>): string | null | Promise<string>
}

interface Kept {
  visitor: Visitor
  /** What was signed, to see whether it is still so. */
  facts: string
  token: string
  until: number
}

const MAX_KEPT = 5000

/** Signs once for each session, app and minute, and anew as soon as there is something else to say. */
export function openAssertions({
  keys,
  issuer,
  clock,
}: {
  keys: Pick<SigningKeys, 'sign'>
  issuer: string
  clock: Clock
}): Assertions {
  const kept = new Map<string, Kept>()

  async function sign(key: string, visitor: Visitor, claims: AssertionClaims, facts: string): Promise<string> {
    const until = clock.now() + ASSERTION_REUSE_MS
    const token = await keys.sign(claims)
    // Deleted first, so that the map stays ordered by age and the oldest can go.
    kept.delete(key)
    const oldest = kept.size >= MAX_KEPT ? kept.keys().next() : null
    if (oldest?.done === false) kept.delete(oldest.value)
    kept.set(key, { visitor, facts, token, until })
    return token
  }

  return {
    about(found, { name: app, identity }) {
      if (found === null || !identity.assertion) return null
      const { sessionId, session, visitor } = found
      const key = `${sessionId} ${app}`
      const last = kept.get(key)
      const now = clock.now()
      const isRecent = last !== undefined && now < last.until && now >= last.until - ASSERTION_REUSE_MS
      // A visitor is the same object for as long as the session is remembered.
      if (isRecent && last.visitor === visitor) return last.token
      const claims = assertionClaims({ issuer, app, visitor, session })
      const facts = JSON.stringify(claims)
      if (!isRecent || last.facts !== facts) return sign(key, visitor, claims, facts)
      last.visitor = visitor
      return last.token
    },
  }
}
