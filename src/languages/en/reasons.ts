import type { Reasons } from '../messages.ts'
import { manner } from './manner.ts'

const COMPANY = { partner: 'a partner company', client: 'a client company', direct: 'a direct company' }

/** Why a sign-in is decided as it is, and what each rule found. */
export const reasons: Reasons = {
  why_client_company: ({ company }) =>
    `${company} is a client company: its people are challenged at every sign-in, wherever they are.`,
  why_outside_trusted_networks: (facts) => `${outside(facts)}: from there a challenge is asked for at every sign-in.`,
  why_relief_disabled: (facts) =>
    `${inside(facts)}, but policy has trusted networks relieve nobody: a challenge is asked for at every sign-in.`,
  why_never_challenged: (facts) => `${inside(facts)}, but ${never(facts)}.`,
  why_clock_ran_backwards: (facts) =>
    `${inside(facts)}, but ${passed(facts)}, which is later than now: a clock ran backwards, so that it does not count.`,
  why_challenge_due: (facts) =>
    `${inside(facts)}, and ${passed(facts)}: after ${manner.duration(facts.everyMs)} another one is due.`,
  why_challenged_recently: (facts) => {
    const until = manner.time(facts.passedAt + facts.everyMs)
    return `${inside(facts)}, and ${passed(facts)}: for ${manner.duration(facts.everyMs)}, until ${until}, that is enough.`
  },
  why_mandate: (facts) => `${compulsory(facts)}, and this account has none yet.`,
  why_reminder_not_offered: ({ companyKind }) =>
    `This account has no second factor yet, and policy lets nobody in ${COMPANY[companyKind]} put it off.`,
  why_no_factor: ({ lastsMs }) =>
    `This account has no second factor yet. It may put that off for ${manner.duration(lastsMs)}.`,
  why_reminder_over: ({ remindedAt, lastsMs }) =>
    `The reminder taken on ${manner.time(remindedAt)}, was for ${manner.duration(lastsMs)} and does not hold now. It may be taken again.`,
  why_reminder_taken: ({ until }) =>
    `This account has no second factor yet, and has put that off until ${manner.time(until)}: until then the password is enough.`,
  why_waiting: 'The password was given, and the second factor is still owed.',
  why_disabled: ({ since }) => `This account is disabled since ${manner.time(since)}: no password lets anybody in.`,
  why_company_unknown: ({ companyId }) =>
    `Policy names no company "${companyId}", which this account belongs to: no password lets anybody in.`,
  why_any_browser: 'Relief is bound to the browser: this is the answer for one in which no challenge was passed.',
  found_factor: 'This account has a second factor.',
  found_no_factor: 'This account has no second factor yet.',
  found_company_kind: ({ company, companyKind }) => `${company} is ${COMPANY[companyKind]}.`,
  found_network: ({ address, network }) => `${address} is in the trusted network ${network}.`,
  found_no_network: (facts) => `${outside(facts)}.`,
  found_relief: ({ everyMs }) =>
    `Trusted networks relieve people of the challenge, for ${manner.duration(everyMs)} each time.`,
  found_no_relief: 'Policy has trusted networks relieve nobody.',
  found_challenge: ({ inBrowser, passedAt }) =>
    `The last challenge${inBrowser ? ' in this browser' : ''} was passed on ${manner.time(passedAt)}.`,
  found_no_challenge: ({ inBrowser }) =>
    inBrowser
      ? 'No challenge was passed in this browser.'
      : 'No challenge was passed since factors, phone number or password last changed.',
  found_mandate: (facts) => `${compulsory(facts)}.`,
  found_no_mandate: ({ company }) => `A second factor is not compulsory in ${company}.`,
  found_reminder_offer: ({ companyKind, lastsMs }) =>
    `In ${COMPANY[companyKind]} it may be put off for ${manner.duration(lastsMs)}.`,
  found_no_reminder_offer: ({ companyKind }) => `Nobody in ${COMPANY[companyKind]} may put it off.`,
  found_reminder: ({ remindedAt, lastsMs }) =>
    `A reminder was taken on ${manner.time(remindedAt)}, for ${manner.duration(lastsMs)}.`,
  found_no_reminder: 'No reminder was taken.',
}

function inside({ address, network, company }: { address: string; network: string; company: string }): string {
  return `${address} is in the trusted network ${network} of ${company}`
}

function outside(facts: { address: string; company: string; networks: readonly string[] }): string {
  const { address, company, networks } = facts
  return networks.length === 0
    ? `${company} has no trusted networks`
    : `${address} is in no trusted network of ${company} (${networks.join(', ')})`
}

function never({ inBrowser }: { inBrowser: boolean }): string {
  return inBrowser
    ? 'no challenge was passed in this browser'
    : 'no challenge was passed since factors, phone number or password last changed'
}

function passed({ inBrowser, passedAt }: { inBrowser: boolean; passedAt: number }): string {
  return `the last challenge${inBrowser ? ' in this browser' : ''} was passed on ${manner.time(passedAt)}`
}

function compulsory({ company, since }: { company: string; since: number | null }): string {
  const from = since === null ? '' : ` since ${manner.time(since)}`
  return `A second factor is compulsory for everybody in ${company}${from}`
}
