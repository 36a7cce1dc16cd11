import type { Account, EpochMs } from './account.ts'
import { type App, mayEnter } from './app.ts'
import type { Company } from './company.ts'
import { type GateSession, sessionIsLive, type SessionLevel, type SessionLimits } from './session.ts'

/** What the guard knows about a request. Gathered at the edge; nothing here does I/O. */
export interface RequestFacts {
  /** The app that host and path lead to, if any. */
  app: App | null
  /** True only when the path is unambiguous and the operator listed it as public. */
  publicPath: boolean
  /** The live session and whose it is; null when there is none, or it has ended. */
  visitor: Visitor | null
}

export interface Visitor {
  level: SessionLevel
  account: Account
  company: Company
}

/** What of the directory and the policy a session stands for now; null where it stands for nobody any more. */
export function visitorOf(
  session: GateSession,
  account: Account | undefined,
  companies: ReadonlyMap<string, Company>,
  { limits, now }: { limits: SessionLimits; now: EpochMs },
): Visitor | null {
  if (account === undefined || account.disabledAt !== null) return null
  if (!sessionIsLive(session, limits, account.sessionsValidFrom, now)) return null
  const company = companies.get(account.companyId)
  return company === undefined ? null : { level: session.level, account, company }
}

/** What becomes of a request. Whatever is not `forward` reaches no app. */
export type Decision =
  | Forward
  | { kind: 'sign_in'; reason: 'no_session' }
  | { kind: 'challenge'; reason: 'second_factor_owed' }
  | { kind: 'enroll'; reason: 'factor_missing' }
  | { kind: 'deny'; reason: 'no_app' }
  | { kind: 'deny'; reason: 'not_allowed'; app: App; visitor: Visitor }

export interface Forward {
  kind: 'forward'
  app: App
  visitor: Visitor | null
  reason: 'public_path' | 'full_session'
}

/** An app to which its people sign in with a password of their own there: this person put in none, or not the right one. */
export interface SignInOwed {
  kind: 'credential'
  reason: 'credential_missing' | 'credential_refused'
  app: App
  visitor: Visitor
}

/** Default is deny: a request is forwarded only by one of the two lines that say so (A1). */
export function decide({ app, publicPath, visitor }: RequestFacts): Decision {
  if (app !== null && publicPath) return { kind: 'forward', app, visitor: null, reason: 'public_path' }
  if (visitor === null) return { kind: 'sign_in', reason: 'no_session' }
  if (visitor.level !== 'full') {
    return visitor.account.factors.length > 0
      ? { kind: 'challenge', reason: 'second_factor_owed' }
      : { kind: 'enroll', reason: 'factor_missing' }
  }
  if (app === null) return { kind: 'deny', reason: 'no_app' }
  if (!mayEnter(app, visitor.account, visitor.company)) return { kind: 'deny', reason: 'not_allowed', app, visitor }
  return { kind: 'forward', app, visitor, reason: 'full_session' }
}

/** The same once it is known by what the visitor signs in to the app: nothing is forwarded without it, where each has their own. */
export function decideOnSignIn(decision: Forward, authorization: string | null): Forward | SignInOwed {
  const { app, visitor } = decision
  if (app.identity.basic?.kind !== 'per_account' || visitor === null || authorization !== null) return decision
  return { kind: 'credential', reason: 'credential_missing', app, visitor }
}
