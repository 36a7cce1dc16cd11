import type { EpochMs } from '../account.ts'
import type { Receipt } from '../delivery.ts'
import type { Channel } from '../factor.ts'
import type { E164 } from '../phone.ts'
import type { SendAttempt } from '../send-quota.ts'

/** A one-time code as it is kept: never in the clear. */
export interface CodeRecord {
  id: string
  accountId: string
  /** Keyed hash of the session id that the code is bound to. */
  sessionHash: string
  /** `proof` is a factor asked for again within a session, before a sensitive change (R7). */
  purpose: 'challenge' | 'enrollment' | 'proof'
  channel: Channel
  phone: E164
  /** Keyed hash of the code together with account, purpose and session. */
  codeHash: string
  issuedAt: EpochMs
  expiresAt: EpochMs
  triesLeft: number
  /** Canonical client address of whoever asked for it. */
  address: string
  /** Whose number it is: ISO 3166-1 alpha-2, empty for nobody's. */
  country: string
}

export interface SendLimits {
  cooldownMs: number
  /** Codes for one account that no carrier took: each was asked, and may want to be paid. */
  refusedPerAccountPerHour: number
  perNumberPerHour: number
  perAccountPerDay: number
  /** Questions what kind of line a number is, before a code goes there. */
  lookupsPerAccountPerHour: number
  /** This and the next two count codes to numbers that nobody has proved yet. */
  perAddressPerHour: number
  /** A prefix is a number without its last four digits. */
  perPrefixPerHour: number
  perCompanyPerHour: number
  /** Null for no limit. */
  perCountryPerDay: number | null
  /** Of the whole gateway: its budget. */
  perDay: number
}

/** What forbids a send. The words stand in the audit trail. */
export type SendLimit =
  | 'cooldown'
  | 'refused'
  | 'number'
  | 'account'
  | 'lookup'
  | 'address'
  | 'prefix'
  | 'company'
  | 'country'
  | 'budget'

/** `budget` says once that the budget of the day is nearly, or wholly, used up. */
export type IssueResult =
  | { issued: true; budget?: 'near' | 'used_up' }
  | { issued: false; limit: SendLimit; retryAt: EpochMs }

export type LookupTurn = { allowed: true } | { allowed: false; limit: SendLimit; retryAt: EpochMs }

/** What came of one try at a code. The try is counted before anything is compared. */
export type TryResult =
  | { kind: 'counted'; record: CodeRecord }
  | { kind: 'no_tries_left' }
  | { kind: 'expired' }
  /** Used, ended by a newer code, or never issued. */
  | { kind: 'unknown' }

export interface CodeStore {
  /**
   * Stores a code and ends every earlier one of the account, unless a limit forbids it. One atomic step.
   * The cooldown counts from the last code sent to the same number in the same session, so that a mistyped number can
   * be put right at once; a code that was proved counts towards the country and the
   * budget alone. For a
   * challenge or a proof, the number is the account's own, and only its own codes to it count.
   */
  issue(record: CodeRecord, limits: SendLimits): Promise<IssueResult>
  /** Counts a question about the number, unless it, or a code that followed it, would be over a limit. One atomic step. */
  beginLookup(attempt: SendAttempt, limits: SendLimits): Promise<LookupTurn>
  /** How many codes were issued on the day (UTC) of `now`. */
  sentInDay(now: EpochMs): Promise<number>
  /**
   * Ends a code that no carrier took. It leaves no cooldown, so that another way may be tried at once; it counts as sent
   * if it `mayHaveBeenSent`, else as refused.
   */
  withdraw(codeId: string, mayHaveBeenSent: boolean): Promise<void>
  /** The channels by which no carrier took a code of this session to this number since then. */
  failedChannels(of: Pick<CodeRecord, 'accountId' | 'sessionHash' | 'phone'>, since: EpochMs): Promise<Channel[]>
  /** Keeps who carried a code, so that any process can report what came of it. */
  keepReceipt(codeId: string, receipt: Receipt): Promise<void>
  /** Who carried a code; null when nobody did, or it is not known. */
  receipt(codeId: string): Promise<Receipt | null>
  /** Counts one try at a code, atomically, and answers what is stored. */
  countTry(codeId: string, now: EpochMs): Promise<TryResult>
  /** Uses the code up: true for one caller only. */
  use(codeId: string, now: EpochMs): Promise<boolean>
}
