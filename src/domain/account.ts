import type { Factor } from './factor.ts'
import type { Language } from './language.ts'
import type { E164 } from './phone.ts'

/** Milliseconds since 1970-01-01T00:00:00Z, from the clock that is passed in. */
export type EpochMs = number

export type Role = 'admin' | 'member'

/** What a person signs in with. `factors` holds active ones only: a pending enrollment lives in the session. */
export interface Account {
  id: string
  /** Key of the company in `policy.yaml`. */
  companyId: string
  /** Lower-cased and NFKC-normalised; as a rule an e-mail address. */
  username: string
  name: string
  email: string | null
  role: Role
  /** What messages to it are written in; null until somebody has chosen, or signed in with a browser that asks for one. */
  language: Language | null
  /** The cell phone number on file. Having one makes nobody enrolled (A33). */
  phone: E164 | null
  /** PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`. Null until the person has set one: until then nobody signs in. */
  passwordHash: string | null
  factors: Factor[]
  /** When "Remind me in 48 hours" was last taken. */
  remindedAt: EpochMs | null
  /** When a challenge was last passed, from any browser. Cleared when factors, phone or password change (A26). */
  lastChallengePassedAt: EpochMs | null
  /** Sessions that began before this are over. */
  sessionsValidFrom: EpochMs
  disabledAt: EpochMs | null
}

/** A name stands in pages, lists and headers: one line, and nothing that cannot be seen. */
const NAME = /^[^\p{C}\u2028\u2029]{1,200}$/u

/** The name as it is kept, or null for what is none: 1 to 200 characters. */
export function readName(typed: string): string | null {
  const name = typed.normalize('NFC').trim()
  return NAME.test(name) ? name : null
}

/** As people write them, with an extension if there is one: `+44 161 496 0000 ext. 12`. Codes never go there. */
const DESK_PHONE = /^(?=.*\d)[\d +()./#*-]{1,40}(?:(?:x|ext\.?) ?\d{1,8})?$/i

/** The desk phone as it is kept, null for none, or undefined for what is no number. */
export function readDeskPhone(typed: string): string | null | undefined {
  const deskPhone = typed.trim().replace(/\s+/g, ' ')
  if (deskPhone === '') return null
  return DESK_PHONE.test(deskPhone) ? deskPhone : undefined
}

/** More than anybody types to find a name. */
const LONGEST_NAME_KEY = 100

/** By what a name is sorted and searched for. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().slice(0, LONGEST_NAME_KEY)
}

/** Longer than any e-mail address (RFC 5321 §4.5.3.1). */
const LONGEST_USERNAME = 254

/** One mailbox, without a name: `maria@northwind.example`. */
const MAILBOX = /^[^\s@<>,;:"()[\]\\\p{C}]{1,64}@[^\s@<>,;:"()[\]\\\p{C}]{1,253}$/u

export function isMailbox(text: string): boolean {
  return MAILBOX.test(text)
}

const PLAIN_NAME = /^[^\s@<>,;:"()[\]\\\p{C}]{1,64}$/u
/** With these it could be read as the address of a page, and stands in texts that people are sent. */
const OF_AN_ADDRESS = /[/?#]/

/** The username of somebody new, as it is kept: a mailbox or a plain name. Null for anything else. */
export function readNewUsername(typed: string): string | null {
  const username = canonicalUsername(typed)
  const isOne = isMailbox(username) || PLAIN_NAME.test(username)
  return isOne && !OF_AN_ADDRESS.test(username) ? username : null
}

/** The one spelling under which a username is stored and looked up; empty, and so nobody's, for what is too long for one. */
export function canonicalUsername(typed: string): string {
  return typed.length > LONGEST_USERNAME ? '' : typed.normalize('NFKC').trim().toLowerCase()
}
