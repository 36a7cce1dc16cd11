import type { Account, EpochMs } from './account.ts'
import type { App } from './app.ts'
import type { Company, CompanyKind } from './company.ts'
import { mandateFor } from './mandate.ts'
import type { Sentence } from './sentence.ts'
import { challengePassedAt, type RuleName, type SignInDecision, type SignInFacts } from './sign-in.ts'

/** Why a sign-in is decided as it is, and what each rule found on the way: sentences for whoever has to explain it. */
export interface ReasonSentences {
  why_client_company: { company: string }
  why_outside_trusted_networks: { address: string; company: string; networks: readonly string[] }
  why_relief_disabled: Place
  why_never_challenged: Place & InBrowser
  why_clock_ran_backwards: Place & InBrowser & { passedAt: EpochMs }
  why_challenge_due: Place & InBrowser & { passedAt: EpochMs; everyMs: number }
  why_challenged_recently: Place & InBrowser & { passedAt: EpochMs; everyMs: number }
  /** `since` is null until it is latched. */
  why_mandate: { company: string; since: EpochMs | null }
  why_reminder_not_offered: { companyKind: CompanyKind }
  why_no_factor: { lastsMs: number }
  why_reminder_over: { remindedAt: EpochMs; lastsMs: number }
  why_reminder_taken: { until: EpochMs }
  why_waiting: object
  why_disabled: { since: EpochMs }
  why_company_unknown: { companyId: string }
  /** The answer is for a browser in which no challenge was passed. */
  why_any_browser: object
  found_factor: object
  found_no_factor: object
  found_company_kind: { company: string; companyKind: CompanyKind }
  found_network: { address: string; network: string }
  found_no_network: { address: string; company: string; networks: readonly string[] }
  found_relief: { everyMs: number }
  found_no_relief: object
  found_challenge: InBrowser & { passedAt: EpochMs }
  found_no_challenge: InBrowser
  found_mandate: { company: string; since: EpochMs | null }
  found_no_mandate: { company: string }
  found_reminder_offer: { companyKind: CompanyKind; lastsMs: number }
  found_no_reminder_offer: { companyKind: CompanyKind }
  found_reminder: { remindedAt: EpochMs; lastsMs: number }
  found_no_reminder: object
}

interface Place {
  address: string
  /** The trusted network that the address is in. */
  network: string
  company: string
}

/** Whether only challenges count that were passed in the very same browser. */
interface InBrowser {
  inBrowser: boolean
}

/** Why a sign-in is decided as it is. `address` is canonical. */
export function signInReason(decision: SignInDecision, facts: SignInFacts, address: string): Sentence {
  const { company, policy, trustedNetwork } = facts
  const { lastsMs } = policy.reminder
  const { bindToBrowser: inBrowser, challengeEveryMs: everyMs } = policy.trustedNetworkRelief
  const place = { address, network: trustedNetwork?.name ?? '', company: company.name }
  const passedAt = challengePassedAt(facts) ?? 0
  const remindedAt = facts.account.remindedAt ?? 0

  switch (decision.reason) {
    case 'client_company':
      return { kind: 'why_client_company', company: company.name }
    case 'outside_trusted_networks':
      return { kind: 'why_outside_trusted_networks', ...outside(company, address) }
    case 'relief_disabled':
      return { kind: 'why_relief_disabled', ...place }
    case 'never_challenged':
      return { kind: 'why_never_challenged', ...place, inBrowser }
    case 'clock_ran_backwards':
      return { kind: 'why_clock_ran_backwards', ...place, inBrowser, passedAt }
    case 'challenge_due':
      return { kind: 'why_challenge_due', ...place, inBrowser, passedAt, everyMs }
    case 'challenged_recently':
      return { kind: 'why_challenged_recently', ...place, inBrowser, passedAt, everyMs }
    case 'mandate':
      return { kind: 'why_mandate', company: company.name, since: since(facts) }
    case 'reminder_not_offered':
      return { kind: 'why_reminder_not_offered', companyKind: company.kind }
    case 'no_factor':
      return { kind: 'why_no_factor', lastsMs }
    case 'reminder_over':
      return { kind: 'why_reminder_over', remindedAt, lastsMs }
    case 'reminder_taken':
      return { kind: 'why_reminder_taken', until: remindedAt + lastsMs }
    case 'waiting':
      return { kind: 'why_waiting' }
  }
}

/** Why nobody can sign in to an account. */
export function refusalReason(reason: 'company_unknown' | 'disabled', account: Account): Sentence {
  return reason === 'disabled'
    ? { kind: 'why_disabled', since: account.disabledAt ?? 0 }
    : { kind: 'why_company_unknown', companyId: account.companyId }
}

/** What a rule found: each that was asked on the way to a decision (see `traceSignIn`). */
export function ruleFinding(rule: RuleName, facts: SignInFacts, address: string): Sentence {
  const { account, company, policy, trustedNetwork } = facts
  const { trustedNetworkRelief: relief, reminder } = policy
  switch (rule) {
    case 'factor':
      return { kind: account.factors.length > 0 ? 'found_factor' : 'found_no_factor' }
    case 'client_company':
      return { kind: 'found_company_kind', company: company.name, companyKind: company.kind }
    case 'trusted_network':
      return trustedNetwork === null
        ? { kind: 'found_no_network', ...outside(company, address) }
        : { kind: 'found_network', address, network: trustedNetwork.name }
    case 'relief':
      return relief.enabled ? { kind: 'found_relief', everyMs: relief.challengeEveryMs } : { kind: 'found_no_relief' }
    case 'last_challenge': {
      const passedAt = challengePassedAt(facts)
      const inBrowser = relief.bindToBrowser
      return passedAt === null
        ? { kind: 'found_no_challenge', inBrowser }
        : { kind: 'found_challenge', inBrowser, passedAt }
    }
    case 'mandate':
      return mandateFor(company, policy, facts.latch, facts.now) === null
        ? { kind: 'found_no_mandate', company: company.name }
        : { kind: 'found_mandate', company: company.name, since: since(facts) }
    case 'reminder_offer':
      return reminder.offeredTo.has(company.kind)
        ? { kind: 'found_reminder_offer', companyKind: company.kind, lastsMs: reminder.lastsMs }
        : { kind: 'found_no_reminder_offer', companyKind: company.kind }
    case 'reminder':
      return account.remindedAt === null
        ? { kind: 'found_no_reminder' }
        : { kind: 'found_reminder', remindedAt: account.remindedAt, lastsMs: reminder.lastsMs }
  }
}

/** Who may enter an app, as a clause: `people of direct companies who are admins may enter`. */
export function whoMayEnter({ allow: { kinds, companies, roles } }: App, named: (companyId: string) => string): string {
  const where = [
    kinds.length > 0 ? `of ${either(kinds)} companies` : '',
    companies.length > 0 ? `of ${either(companies.map(named))}` : '',
    roles.length > 0 ? `who are ${either(roles.map((role) => `${role}s`))}` : '',
  ].filter((part) => part !== '')
  return where.length === 0 ? 'everybody who signed in may enter' : `only people ${where.join(' and ')} may enter`
}

function outside(
  { name, trustedNetworks }: Company,
  address: string,
): { address: string; company: string; networks: string[] } {
  return { address, company: name, networks: trustedNetworks.map((network) => network.name) }
}

function since({ company, policy, latch, now }: SignInFacts): EpochMs | null {
  const mandate = mandateFor(company, policy, latch, now)
  return mandate?.latched === true ? mandate.since : null
}

function either(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
