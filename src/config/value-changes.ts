import { type Change, changedValue } from './change.ts'
import { durationText } from './duration.ts'
import type { Settings } from './settings.ts'

type Group = 'session' | 'signUp' | 'notices' | 'codes'

/** How operators read of each setting of a group whose settings are numbers. One that is missing here is a type error. */
const NAMES: { [G in Group]: Record<keyof Settings[G], string> } = {
  session: {
    idleMs: 'session idle',
    absoluteMs: 'session absolute',
    waitingMs: 'session waiting',
    freshProofMs: 'session fresh proof',
  },
  signUp: {
    linkLifeMs: 'sign-up: link life',
    linksPerAccountPerDay: 'sign-up: links per account and day',
    linksPerCompanyPerDay: 'sign-up: links per company and day',
    peoplePerAdminPerHour: 'sign-up: people per admin and hour',
    peoplePerCompanyPerDay: 'sign-up: people per company and day',
    takenPerAdminPerHour: 'sign-up: "taken" per admin and hour',
    takenPerCompanyPerDay: 'sign-up: "taken" per company and day',
  },
  notices: {
    mailsPerAccountPerDay: 'notices: mails per account and day',
    textsPerAccountPerDay: 'notices: texts per account and day',
    textsPerNumberPerDay: 'notices: texts per number and day',
  },
  codes: {
    digits: 'codes: digits',
    lifeMs: 'codes: life',
    tries: 'codes: tries',
    cooldownMs: 'codes: resend after',
    refusedPerAccountPerHour: 'codes: refused per account and hour',
    perNumberPerHour: 'codes: per number and hour',
    perAccountPerDay: 'codes: per account and day',
    lookupsPerAccountPerHour: 'codes: lookups per account and hour',
    perAddressPerHour: 'codes: per address and hour',
    perPrefixPerHour: 'codes: per number prefix and hour',
    perCompanyPerHour: 'codes: per company and hour',
    perCountryPerDay: 'codes: per country and day',
    perDay: 'codes: per day',
  },
}

/** What another configuration changes in one of these groups. */
export function valueChanges(group: Group, before: Settings, after: Settings): Change[] {
  const old = new Map<string, number | null>(Object.entries(before[group]))
  const now = new Map<string, number | null>(Object.entries(after[group]))
  return Object.entries(NAMES[group]).flatMap(([key, name]) =>
    changedValue(name, [old.get(key) ?? null, now.get(key) ?? null], { text: (value) => valueText(key, value) }),
  )
}

function valueText(key: string, value: number | null): string {
  if (value === null) return 'no limit'
  return key.endsWith('Ms') ? durationText(value) : String(value)
}
