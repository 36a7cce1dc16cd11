import type { Reasons } from '../messages.ts'
import { manner } from './manner.ts'

const IS = { partner: 'ist ein Partner', client: 'ist Kunde eines Partners', direct: 'ist ein direkter Kunde' }
const AMONG = { partner: 'bei Partnern', client: 'bei Kunden von Partnern', direct: 'bei direkten Kunden' }

/** Warum eine Anmeldung so entschieden wird, und was jede Regel ergab. */
export const reasons: Reasons = {
  why_client_company: ({ company }) =>
    `${company} ist Kunde eines Partners: Dort wird bei jeder Anmeldung ein Code verlangt, wo auch immer man ist.`,
  why_outside_trusted_networks: (facts) => `${outside(facts)}: Von dort wird bei jeder Anmeldung ein Code verlangt.`,
  why_relief_disabled: (facts) =>
    `${inside(facts)}, aber vertraute Netze ersparen nach der Richtlinie niemandem den Code: Er wird bei jeder Anmeldung verlangt.`,
  why_never_challenged: (facts) => `${inside(facts)}, aber ${never(facts)}.`,
  why_clock_ran_backwards: (facts) =>
    `${inside(facts)}, aber ${passed(facts)}, und das ist später als jetzt: Eine Uhr wurde zurückgestellt, deshalb zählt er nicht.`,
  why_challenge_due: (facts) =>
    `${inside(facts)}, und ${passed(facts)}: Seither ist so viel Zeit vergangen (${manner.duration(facts.everyMs)}), dass wieder einer fällig ist.`,
  why_challenged_recently: (facts) => {
    const until = manner.time(facts.passedAt + facts.everyMs)
    return `${inside(facts)}, und ${passed(facts)}: Das genügt bis ${until} (${manner.duration(facts.everyMs)}).`
  },
  why_mandate: (facts) => `${compulsory(facts)}, und dieses Konto hat noch keinen.`,
  why_reminder_not_offered: ({ companyKind }) =>
    `Dieses Konto hat noch keinen zweiten Faktor, und nach der Richtlinie darf das ${AMONG[companyKind]} niemand aufschieben.`,
  why_no_factor: ({ lastsMs }) =>
    `Dieses Konto hat noch keinen zweiten Faktor. Das lässt sich aufschieben (${manner.duration(lastsMs)}).`,
  why_reminder_over: ({ remindedAt, lastsMs }) =>
    `Der Aufschub vom ${manner.time(remindedAt)} (${manner.duration(lastsMs)}) gilt jetzt nicht. Er kann noch einmal genommen werden.`,
  why_reminder_taken: ({ until }) =>
    `Dieses Konto hat noch keinen zweiten Faktor und das bis ${manner.time(until)} aufgeschoben: Bis dahin genügt das Passwort.`,
  why_waiting: 'Das Passwort wurde eingegeben, der zweite Faktor steht noch aus.',
  why_disabled: ({ since }) => `Dieses Konto ist seit dem ${manner.time(since)} gesperrt: Kein Passwort führt hinein.`,
  why_company_unknown: ({ companyId }) =>
    `Die Richtlinie nennt keine Firma „${companyId}“, zu der dieses Konto gehört: Kein Passwort führt hinein.`,
  why_any_browser:
    'Die Erleichterung ist an den Browser gebunden: Diese Antwort gilt für einen, in dem noch kein Code bestätigt wurde.',
  found_factor: 'Dieses Konto hat einen zweiten Faktor.',
  found_no_factor: 'Dieses Konto hat noch keinen zweiten Faktor.',
  found_company_kind: ({ company, companyKind }) => `${company} ${IS[companyKind]}.`,
  found_network: ({ address, network }) => `${address} liegt im vertrauten Netz ${network}.`,
  found_no_network: (facts) => `${outside(facts)}.`,
  found_relief: ({ everyMs }) =>
    `Vertraute Netze ersparen den Code, jeweils für eine Zeit (${manner.duration(everyMs)}).`,
  found_no_relief: 'Vertraute Netze ersparen nach der Richtlinie niemandem den Code.',
  found_challenge: ({ inBrowser, passedAt }) =>
    `Der letzte Code${inBrowser ? ' in diesem Browser' : ''} wurde am ${manner.time(passedAt)} bestätigt.`,
  found_no_challenge: ({ inBrowser }) =>
    inBrowser
      ? 'In diesem Browser wurde noch kein Code bestätigt.'
      : 'Seit sich Faktoren, Telefonnummer oder Passwort zuletzt geändert haben, wurde kein Code bestätigt.',
  found_mandate: (facts) => `${compulsory(facts)}.`,
  found_no_mandate: ({ company }) => `Ein zweiter Faktor ist bei ${company} nicht Pflicht.`,
  found_reminder_offer: ({ companyKind, lastsMs }) =>
    `Er darf ${AMONG[companyKind]} aufgeschoben werden (${manner.duration(lastsMs)}).`,
  found_no_reminder_offer: ({ companyKind }) => `Er darf ${AMONG[companyKind]} nicht aufgeschoben werden.`,
  found_reminder: ({ remindedAt, lastsMs }) =>
    `Er wurde am ${manner.time(remindedAt)} aufgeschoben (${manner.duration(lastsMs)}).`,
  found_no_reminder: 'Er wurde nicht aufgeschoben.',
}

function inside({ address, network, company }: { address: string; network: string; company: string }): string {
  return `${address} liegt im vertrauten Netz ${network} von ${company}`
}

function outside(facts: { address: string; company: string; networks: readonly string[] }): string {
  const { address, company, networks } = facts
  return networks.length === 0
    ? `${company} hat keine vertrauten Netze`
    : `${address} liegt in keinem vertrauten Netz von ${company} (${networks.join(', ')})`
}

function never({ inBrowser }: { inBrowser: boolean }): string {
  return inBrowser
    ? 'in diesem Browser wurde noch kein Code bestätigt'
    : 'seit sich Faktoren, Telefonnummer oder Passwort zuletzt geändert haben, wurde kein Code bestätigt'
}

function passed({ inBrowser, passedAt }: { inBrowser: boolean; passedAt: number }): string {
  return `der letzte Code${inBrowser ? ' in diesem Browser' : ''} wurde am ${manner.time(passedAt)} bestätigt`
}

function compulsory({ company, since }: { company: string; since: number | null }): string {
  const from = since === null ? '' : ` seit dem ${manner.time(since)}`
  return `Ein zweiter Faktor ist bei ${company}${from} für alle Pflicht`
}
