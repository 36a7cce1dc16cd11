import type { Visitor } from './decision.ts'
import { provesFactor } from './fresh-proof.ts'
import type { GateSession } from './session.ts'

/** How long an app may take an assertion for true. */
export const ASSERTION_LIFE_MS = 2 * 60_000
/** For so long the same assertion is sent again: what is left of its life is enough for any request. */
export const ASSERTION_REUSE_MS = 60_000

export interface AssertionFacts {
  /** Origin under which the gateway is reached. */
  issuer: string
  /** Name of the app that it is meant for. */
  app: string
  visitor: Visitor
  session: Pick<GateSession, 'fullBy' | 'proved' | 'signedInAt'>
}

/** Claims of RFC 7519 and OpenID Connect, and three of our own; `iat`, `exp` and `jti` are added at signing. */
export interface AssertionClaims {
  iss: string
  aud: string
  /** Id of the account, which never changes. */
  sub: string
  preferred_username: string
  name: string
  email?: string
  company: string
  company_kind: string
  role: string
  /** How the person proved who they are (RFC 8176). */
  amr: string[]
  /** When they typed their password, in seconds. */
  auth_time: number
}

/** What the gateway says to an app about a visitor. */
export function assertionClaims({ issuer, app, visitor, session }: AssertionFacts): AssertionClaims {
  const { account, company } = visitor
  return {
    iss: issuer,
    aud: app,
    sub: account.id,
    preferred_username: account.username,
    name: account.name,
    ...(account.email === null ? {} : { email: account.email }),
    company: company.id,
    company_kind: company.kind,
    role: account.role,
    amr: methodsOf(session),
    auth_time: Math.floor((session.proved?.passwordAt ?? session.signedInAt) / 1000),
  }
}

/** A trusted network or a reminder stands in for a factor and proves none (R12). */
function methodsOf({ fullBy, proved }: AssertionFacts['session']): string[] {
  const factor = (fullBy !== null && provesFactor(fullBy)) || (proved?.factorAt ?? null) !== null
  if (!factor) return ['pwd']
  return fullBy === 'totp' ? ['pwd', 'otp', 'mfa'] : ['pwd', 'mfa']
}
