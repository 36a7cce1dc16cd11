import type { Account, EpochMs } from './account.ts'
import type { App } from './app.ts'
import type { Company } from './company.ts'
import { inWords } from './format.ts'
import { mandateFor } from './mandate.ts'
import { challengePassedAt, type RuleName, type SignInDecision, type SignInFacts } from './sign-in.ts'

/** Why a sign-in is decided as it is, as one or two sentences for whoever has to explain it. `address` is canonical. */
export function signInReason(decision: SignInDecision, facts: SignInFacts, address: string): string {
  const { account, company, policy, trustedNetwork } = facts
  const relief = policy.trustedNetworkRelief
  const passedAt = challengePassedAt(facts)
  const place = `${address} is in the trusted network ${trustedNetwork?.name ?? ''} of ${company.name}`
  const passed = `the last challenge${relief.bindToBrowser ? ' in this browser' : ''} was passed at ${time(passedAt)}`
  const every = inWords(relief.challengeEveryMs)
  const { lastsMs } = policy.reminder

  switch (decision.reason) {
    case 'client_company':
      return `${company.name} is a client company: its people are challenged at every sign-in, wherever they are.`
    case 'outside_trusted_networks':
      return `${outside(company, address)}: from there a challenge is asked for at every sign-in.`
    case 'relief_disabled':
      return `${place}, but policy has trusted networks relieve nobody: a challenge is asked for at every sign-in.`
    case 'never_challenged':
      return `${place}, but ${neverPassed(relief.bindToBrowser)}.`
    case 'clock_ran_backwards':
      return `${place}, but ${passed}, which is later than now: a clock ran backwards, so that it does not count.`
    case 'challenge_due':
      return `${place}, and ${passed}: after ${every} another one is due.`
    case 'challenged_recently':
      return `${place}, and ${passed}: for ${every}, until ${time((passedAt ?? 0) + relief.challengeEveryMs)}, that is enough.`
    case 'mandate':
      return `A second factor is compulsory for everybody in ${company.name}${since(facts)}, and this account has none yet.`
    case 'reminder_not_offered':
      return `This account has no second factor yet, and policy lets nobody in a ${company.kind} company put it off.`
    case 'no_factor':
      return `This account has no second factor yet. It may put that off for ${inWords(lastsMs)}.`
    case 'reminder_over':
      return `The reminder taken at ${time(account.remindedAt)} was for ${inWords(lastsMs)} and does not hold now. It may be taken again.`
    case 'reminder_taken':
      return `This account has no second factor yet, and has put that off until ${time((account.remindedAt ?? 0) + lastsMs)}: until then the password is enough.`
    case 'waiting':
      return 'The password was given, and the second factor is still owed.'
  }
}

/** Why nobody can sign in to an account. */
export function refusalReason(reason: 'company_unknown' | 'disabled', account: Account): string {
  return reason === 'disabled'
    ? `This account is disabled since ${time(account.disabledAt)}: no password lets anybody in.`
    : `Policy names no company "${account.companyId}", which this account belongs to: no password lets anybody in.`
}

/** What a rule found, as a sentence: each that was asked on the way to a decision (see `traceSignIn`). */
export function ruleFinding(rule: RuleName, facts: SignInFacts, address: string): string {
  const { account, company, policy, trustedNetwork } = facts
  const { trustedNetworkRelief: relief, reminder } = policy
  switch (rule) {
    case 'factor':
      return account.factors.length > 0 ? 'This account has a second factor.' : 'This account has no second factor yet.'
    case 'client_company':
      return `${company.name} is a ${company.kind} company.`
    case 'trusted_network':
      return trustedNetwork === null
        ? `${outside(company, address)}.`
        : `${address} is in the trusted network ${trustedNetwork.name}.`
    case 'relief':
      return relief.enabled
        ? `Trusted networks relieve people of the challenge, for ${inWords(relief.challengeEveryMs)} each time.`
        : 'Policy has trusted networks relieve nobody.'
    case 'last_challenge': {
      const passedAt = challengePassedAt(facts)
      if (passedAt === null) return `${sentence(neverPassed(relief.bindToBrowser))}.`
      return `The last challenge${relief.bindToBrowser ? ' in this browser' : ''} was passed at ${time(passedAt)}.`
    }
    case 'mandate':
      return mandateFor(company, policy, facts.latch, facts.now) === null
        ? `A second factor is not compulsory in ${company.name}.`
        : `A second factor is compulsory for everybody in ${company.name}${since(facts)}.`
    case 'reminder_offer':
      return reminder.offeredTo.has(company.kind)
        ? `In a ${company.kind} company it may be put off for ${inWords(reminder.lastsMs)}.`
        : `Nobody in a ${company.kind} company may put it off.`
    case 'reminder':
      return account.remindedAt === null
        ? 'No reminder was taken.'
        : `A reminder was taken at ${time(account.remindedAt)}, for ${inWords(reminder.lastsMs)}.`
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

function outside({ name, trustedNetworks }: Company, address: string): string {
  if (trustedNetworks.length === 0) return `${name} has no trusted networks`
  const networks = trustedNetworks.map((network) => network.name)
  return `${address} is in no trusted network of ${name} (${networks.join(', ')})`
}

function neverPassed(inBrowser: boolean): string {
  return inBrowser
    ? 'no challenge was passed in this browser'
    : 'no challenge was passed since factors, phone number or password last changed'
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1)
}

function since({ company, policy, latch, now }: SignInFacts): string {
  const mandate = mandateFor(company, policy, latch, now)
  return mandate?.latched === true ? ` since ${time(mandate.since)}` : ''
}

function either(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function time(at: EpochMs | null): string {
  return at === null
    ? 'no time'
    : new Date(at)
        .toISOString()
        .replace(/:\d\d\.\d{3}Z$/, ' UTC')
        .replace('T', ' ')
}
