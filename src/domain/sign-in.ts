import type { Account, EpochMs } from './account.ts'
import type { Company, MandateLatch, PolicyLine, TrustedNetwork } from './company.ts'
import { mandateFor } from './mandate.ts'
import type { Policy } from './policy.ts'

/** What is known when a password was right. */
export interface SignInFacts {
  account: Account
  company: Company
  policy: Policy
  latch: MandateLatch | null
  /** The one of the company's own trusted networks that the client address is in. */
  trustedNetwork: TrustedNetwork | null
  /** When this account last passed a challenge in this very browser; asked for only where relief is bound to it. */
  passedInBrowserAt: EpochMs | null
  now: EpochMs
}

/** What a sign-in still owes. `line` is the policy line it came from; null for what no policy can change. */
export type Owed =
  | { kind: 'challenge'; reason: ChallengeReason; line: PolicyLine | null }
  | { kind: 'enroll'; reminderOffered: boolean; reason: EnrollReason; line: PolicyLine | null }

/** What comes after the password: the portal, or what is owed before it. */
export type SignInDecision =
  | Owed
  | { kind: 'full'; by: 'reminder'; reason: 'reminder_taken'; line: PolicyLine }
  | { kind: 'full'; by: 'trusted_network'; reason: 'challenged_recently'; line: PolicyLine }

export type ChallengeReason =
  | 'client_company'
  | 'relief_disabled'
  | 'outside_trusted_networks'
  | 'never_challenged'
  | 'clock_ran_backwards'
  | 'challenge_due'
  | 'waiting'
export type EnrollReason = 'mandate' | 'no_factor' | 'reminder_over' | 'reminder_not_offered'

/** Why nobody can sign in to an account, whatever the password; null when somebody can. */
export function signInRefusal(account: Account, company: Company | undefined): 'company_unknown' | 'disabled' | null {
  if (company === undefined) return 'company_unknown'
  return account.disabledAt === null ? null : 'disabled'
}

/** The second factor that a sign-in owes (A4, A15 to A17, A19, A23 to A29). */
export function decideSignIn(facts: SignInFacts): SignInDecision {
  if (facts.account.factors.length > 0) return challengeUnlessRelieved(facts)
  const owed = enrollmentOwed(facts)
  if (!owed.reminderOffered || !reminderHolds(facts)) return owed
  return { kind: 'full', by: 'reminder', reason: 'reminder_taken', line: facts.policy.reminder.line }
}

/**
 * What a session that waits for its second factor owes as things stand now. Relief and a reminder never complete
 * a waiting session: only a new sign-in is given them.
 */
export function decideOwed(facts: Omit<SignInFacts, 'trustedNetwork' | 'passedInBrowserAt'>): Owed {
  return facts.account.factors.length > 0 ? challenge('waiting', null) : enrollmentOwed(facts)
}

function challengeUnlessRelieved(facts: SignInFacts): SignInDecision {
  const { account, company, policy, trustedNetwork, now } = facts
  const relief = policy.trustedNetworkRelief
  if (company.kind === 'client') return challenge('client_company', company.line)
  if (trustedNetwork === null) return challenge('outside_trusted_networks', null)
  if (!relief.enabled) return challenge('relief_disabled', relief.line)

  const passedAt = relief.bindToBrowser ? facts.passedInBrowserAt : account.lastChallengePassedAt
  if (passedAt === null) return challenge('never_challenged', trustedNetwork.line)
  if (now < passedAt) return challenge('clock_ran_backwards', trustedNetwork.line)
  if (now - passedAt >= relief.challengeEveryMs) return challenge('challenge_due', relief.line)
  return { kind: 'full', by: 'trusted_network', reason: 'challenged_recently', line: trustedNetwork.line }
}

function enrollmentOwed(facts: Pick<SignInFacts, 'account' | 'company' | 'policy' | 'latch' | 'now'>): EnrollmentOwed {
  const { account, company, policy, latch, now } = facts
  const mandate = mandateFor(company, policy, latch, now)
  if (mandate !== null) return enroll(false, 'mandate', mandate.line)

  const { reminder } = policy
  if (!reminder.offeredTo.has(company.kind)) return enroll(false, 'reminder_not_offered', reminder.line)
  return enroll(true, account.remindedAt === null ? 'no_factor' : 'reminder_over', reminder.line)
}

/** A reminder from the future does not hold: a clock that ran backwards must not lengthen it. */
function reminderHolds({ account: { remindedAt }, policy: { reminder }, now }: SignInFacts): boolean {
  return remindedAt !== null && now >= remindedAt && now - remindedAt < reminder.lastsMs
}

type EnrollmentOwed = Extract<Owed, { kind: 'enroll' }>

function challenge(reason: ChallengeReason, line: PolicyLine | null): Owed {
  return { kind: 'challenge', reason, line }
}

function enroll(reminderOffered: boolean, reason: EnrollReason, line: PolicyLine | null): EnrollmentOwed {
  return { kind: 'enroll', reminderOffered, reason, line }
}
