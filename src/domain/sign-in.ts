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

/** What is asked, one after the other: the first that has an answer decides. */
export type RuleName =
  | 'factor'
  | 'client_company'
  | 'trusted_network'
  | 'relief'
  | 'last_challenge'
  | 'mandate'
  | 'reminder_offer'
  | 'reminder'

/** A decision and the rules that were asked for it, in order: the last one answered. */
export interface SignInTrace {
  decision: SignInDecision
  rules: RuleName[]
}

/** The second factor that a sign-in owes (A4, A15 to A17, A19, A23 to A29). */
export function decideSignIn(facts: SignInFacts): SignInDecision {
  return traceSignIn(facts).decision
}

/** The same, with the rules it went through. */
export function traceSignIn(facts: SignInFacts): SignInTrace {
  const asked: RuleName[] = ['factor']
  for (const [name, rule] of facts.account.factors.length > 0 ? CHALLENGE_RULES : ENROLLMENT_RULES) {
    asked.push(name)
    const decision = rule(facts)
    if (decision !== null) return { decision, rules: asked }
  }
  throw new Error('no rule decided about a sign-in')
}

/** The challenge that a trusted network is judged by; null when there is none that counts. */
export function challengePassedAt({ account, policy, passedInBrowserAt }: SignInFacts): EpochMs | null {
  return policy.trustedNetworkRelief.bindToBrowser ? passedInBrowserAt : account.lastChallengePassedAt
}

/**
 * What a session that waits for its second factor owes as things stand now. Relief and a reminder never complete
 * a waiting session: only a new sign-in is given them.
 */
export function decideOwed(facts: OwedFacts): Owed {
  if (facts.account.factors.length > 0) return challenge('waiting', null)
  return mandate(facts) ?? noReminder(facts) ?? enrollOrPutOff(facts)
}

type OwedFacts = Omit<SignInFacts, 'trustedNetwork' | 'passedInBrowserAt'>
type Rule = [name: RuleName, answer: (facts: SignInFacts) => SignInDecision | null]

/** For an account with a second factor. The first that answers decides, and the last always does. */
const CHALLENGE_RULES: Rule[] = [
  ['client_company', clientCompany],
  ['trusted_network', outsideTrustedNetworks],
  ['relief', reliefDisabled],
  ['last_challenge', challengeUnlessRecent],
]

/** For an account without one. */
const ENROLLMENT_RULES: Rule[] = [
  ['mandate', mandate],
  ['reminder_offer', noReminder],
  ['reminder', (facts) => (reminderHolds(facts) ? reminded(facts) : enrollOrPutOff(facts))],
]

function clientCompany({ company }: SignInFacts): SignInDecision | null {
  return company.kind === 'client' ? challenge('client_company', company.line) : null
}

function outsideTrustedNetworks({ company, trustedNetwork }: SignInFacts): SignInDecision | null {
  return trustedNetwork === null ? challenge('outside_trusted_networks', company.line) : null
}

function reliefDisabled({ policy: { trustedNetworkRelief: relief } }: SignInFacts): SignInDecision | null {
  return relief.enabled ? null : challenge('relief_disabled', relief.line)
}

function challengeUnlessRecent(facts: SignInFacts): SignInDecision {
  const { policy, trustedNetwork, now } = facts
  const relief = policy.trustedNetworkRelief
  if (trustedNetwork === null) throw new Error('only a trusted network relieves of a challenge')
  const { line } = trustedNetwork
  const passedAt = challengePassedAt(facts)
  if (passedAt === null) return challenge('never_challenged', line)
  if (now < passedAt) return challenge('clock_ran_backwards', line)
  if (now - passedAt >= relief.challengeEveryMs) return challenge('challenge_due', relief.line)
  return { kind: 'full', by: 'trusted_network', reason: 'challenged_recently', line }
}

function mandate({ company, policy, latch, now }: OwedFacts): Owed | null {
  const inForce = mandateFor(company, policy, latch, now)
  return inForce === null ? null : enroll(false, 'mandate', inForce.line)
}

function noReminder({ company, policy: { reminder } }: OwedFacts): Owed | null {
  return reminder.offeredTo.has(company.kind) ? null : enroll(false, 'reminder_not_offered', reminder.line)
}

function reminded({ policy: { reminder } }: OwedFacts): SignInDecision {
  return { kind: 'full', by: 'reminder', reason: 'reminder_taken', line: reminder.line }
}

function enrollOrPutOff({ account, policy: { reminder } }: OwedFacts): Owed {
  return enroll(true, account.remindedAt === null ? 'no_factor' : 'reminder_over', reminder.line)
}

/** A reminder from the future does not hold: a clock that ran backwards must not lengthen it. */
function reminderHolds({ account: { remindedAt }, policy: { reminder }, now }: SignInFacts): boolean {
  return remindedAt !== null && now >= remindedAt && now - remindedAt < reminder.lastsMs
}

function challenge(reason: ChallengeReason, line: PolicyLine | null): Owed {
  return { kind: 'challenge', reason, line }
}

function enroll(reminderOffered: boolean, reason: EnrollReason, line: PolicyLine | null): Owed {
  return { kind: 'enroll', reminderOffered, reason, line }
}
