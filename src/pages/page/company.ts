import type { EpochMs } from '../../domain/account.ts'
import type { Sentence } from '../../domain/sentence.ts'
import type { RuleName } from '../../domain/sign-in.ts'
import type { FieldError, Frame } from './frame.ts'

/** Who has put a mandate in force. */
export type EnabledBy = { kind: 'policy' } | { kind: 'admin'; name: string } | { kind: 'formerAdmin' }

export interface CompanySettingsPage extends Frame {
  companyName: string
  /** The card's state. `line` is the policy line that says so, if any does. */
  mandate: { since: EpochMs; by: EnabledBy; line: string | null } | null
  /** A date in policy from which it will hold (A20). */
  announced: { from: EpochMs; line: string } | null
  /** Of those who may sign in. */
  people: number
  enrolled: number
  networks: { name: string; ranges: string[]; line: string; here: boolean }[]
  /** How often a challenge is asked for in a trusted network; null where they bring no relief. */
  relief: { everyMs: number; line: string } | null
  /** Where this request came from. */
  address: string
  reminder: { offered: boolean; lastsMs: number; line: string }
  /** Of a partner's client companies; null where the company is no partner. */
  clients: ClientsList | null
}

export interface ClientsList {
  /** How many the partner has in all. */
  total: number
  /** As it was asked for. */
  search: string
  rows: { name: string; people: number; enrolled: number }[]
  /** Null on the first page, and on the last. */
  startUrl: string | null
  nextUrl: string | null
}

/** "Why was I asked?": what a sign-in would come to, and why. */
export interface WhyPage extends Frame {
  /** Whom it is about; null when that is who asks. */
  employeeName: string | null
  /** This page, where the form goes. */
  url: string
  /** Settings, or Edit Employee. */
  backUrl: string
  /** As typed. */
  address: string
  /** As typed; empty for now. */
  at: string
  error: FieldError | null
  /** Null when what was asked could not be read. */
  answer: WhyAnswer | null
}

export interface WhyAnswer {
  decision: 'challenge' | 'enroll' | 'full' | 'refused'
  reminderOffered: boolean
  because: Sentence
  supposing: Sentence | null
  /** Null where none decided, and for who may not see it. */
  line: string | null
  address: string
  at: EpochMs
  /** The last one decided. */
  rules: { name: RuleName; finding: Sentence }[]
}

export interface MandatePage extends Frame {
  companyName: string
  people: number
  /** How many of them have no second factor yet. */
  missing: number
  error: FieldError | null
}
