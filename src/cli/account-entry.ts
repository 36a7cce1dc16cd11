import { randomUUID } from 'node:crypto'
import { type Account, type EpochMs, isMailbox, readName, readNewUsername, type Role } from '../domain/account.ts'
import { LANGUAGES, readLanguage } from '../domain/language.ts'
import type { Policy } from '../domain/policy.ts'
import type { PhoneNumbers } from '../domain/ports/phone-numbers.ts'

/** A new account as somebody has written it: on the command line, or in a row of a file. Empty means left out. */
export interface Entry {
  username: string
  name: string
  company: string
  role: string
  email: string
  phone: string
  language: string
}

export interface EntryReader {
  policy: Policy
  phoneNumbers: PhoneNumbers
  /** ISO 3166 alpha-2: whose national spelling of numbers is understood; '' for none. */
  country: string
  at: EpochMs
}

/** The account that an entry gives, or everything that is wrong with it. */
export function readEntry(entry: Entry, passwordHash: string, reader: EntryReader): Account | { faults: string[] } {
  const username = readNewUsername(entry.username)
  const name = readName(entry.name) ?? ''
  const email = entry.email.trim()
  const phone = readPhone(entry.phone.trim(), reader)
  const typedLanguage = entry.language.trim()
  const language = readLanguage(typedLanguage)
  const faults = [
    ...(username !== null
      ? []
      : [`${quoted(entry.username)} is no username: write an e-mail address, or up to 64 letters, digits and . _ - +`]),
    ...(name !== '' ? [] : [`${quoted(entry.name)} is no name: write 1 to 200 characters`]),
    ...(reader.policy.companies.has(entry.company) ? [] : [`policy has no company ${quoted(entry.company)}`]),
    ...(['', 'admin', 'member'].includes(entry.role) ? [] : [roleFault(entry.role)]),
    ...(language !== null || typedLanguage === '' ? [] : [languageFault(entry.language)]),
    ...(email === '' || isMailbox(email) ? [] : [`${quoted(entry.email)} is no e-mail address`]),
    ...('fault' in phone ? [phone.fault] : []),
  ]
  if (faults.length > 0 || username === null || 'fault' in phone) return { faults }
  return {
    id: randomUUID(),
    companyId: entry.company,
    username,
    name,
    email: email === '' ? emailIn(username) : email,
    role: entry.role === 'admin' ? 'admin' : 'member',
    language,
    phone: phone.phone,
    passwordHash,
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: reader.at,
    disabledAt: null,
  }
}

export function roleFault(typed: string): string {
  return `${quoted(typed)} is no role: write admin or member`
}

export function languageFault(typed: string): string {
  return `${quoted(typed)} is no language that messages are written in: write ${LANGUAGES.join(', ')}`
}

export function asRole(typed: string): Role | null {
  return typed === 'admin' || typed === 'member' ? typed : null
}

/** A number in international spelling, or in that of the country that was named. */
export function readPhone(
  typed: string,
  { phoneNumbers, country }: Pick<EntryReader, 'phoneNumbers' | 'country'>,
): { phone: string | null } | { fault: string } {
  if (typed === '') return { phone: null }
  const parsed = phoneNumbers.parse(country.toUpperCase(), typed)
  if (!('fault' in parsed)) return { phone: parsed.phone }
  const how = country === '' ? 'write it as +44 7400 123456, or name its country with --country' : 'mend it'
  return { fault: `${quoted(typed)} is no phone number: ${how}` }
}

function emailIn(username: string): string | null {
  return username.includes('@') ? username : null
}

/** What somebody else has written comes to a terminal: no control characters, and in one line. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/\p{C}/gu, '\uFFFD')
}
