import type { Account, EpochMs } from './account.ts'
import type { AccountChange } from './account-change.ts'
import type { AuditEvent, AuditLine, AuditPosition, AuditSearch } from './audit.ts'
import type { Company, MandateLatch } from './company.ts'
import type { CodeOutcome, FailedAttempt, Receipt } from './delivery.ts'
import type { FailureCount } from './failure.ts'
import type { Channel, Factor, PhoneFactor, TotpFactor } from './factor.ts'
import type { Language } from './language.ts'
import type { Notice } from './notice.ts'
import type { E164, LineType } from './phone.ts'
import type { Quota } from './quota.ts'
import type { SendAttempt } from './send-quota.ts'
import type { GateSession } from './session.ts'
import type { SignUpLink } from './sign-up.ts'

/** Every store below rejects with a GatehouseError `store_unavailable` when it cannot be reached. */

export interface Clock {
  now(): EpochMs
}

/** Accounts and their factors. */
export interface AccountStore {
  /** `username` as `canonicalUsername` gives it. Disabled accounts are found too: the caller decides. */
  findByUsername(username: string): Promise<Account | undefined>
  findById(id: string): Promise<Account | undefined>
  /** Replaces a password hash by a stronger one of the same password. */
  upgradePasswordHash(accountId: string, from: string, to: string): Promise<void>
  /** Notes the language of somebody who has none yet. */
  adoptLanguage(accountId: string, language: Language): Promise<void>
  /** Notes that the reminder was taken, only if the account has no factor and its company no latched mandate. One atomic step. */
  takeReminder(accountId: string, at: EpochMs): Promise<boolean>
  /**
   * Makes the first factor of an account active, in one atomic step: only if the account still has none
   * and `factor.id` was never used. A phone factor's number becomes the number on file.
   * Clears challenge relief (A26) and then records this challenge as passed at `factor.activatedAt`, with the line of the
   * enrollment in the audit trail.
   */
  activateFirstFactor(
    accountId: string,
    factor: Factor,
    browserId: string | null,
    asker: Asker | null,
  ): Promise<boolean>
  /** Uses up a TOTP time step: true only if it is newer than every step accepted before (R5). One atomic step. */
  useTimeStep(factorId: string, timeStep: number): Promise<boolean>
  /** Records a passed challenge, for the account and, if given, for the browser it was passed in. */
  recordChallengePassed(accountId: string, at: EpochMs, browserId: string | null): Promise<void>
  /** When this account last passed a challenge in that very browser. */
  challengePassedInBrowser(accountId: string, browserId: string): Promise<EpochMs | null>
}

/** Who changes accounts, and when: for the audit trail. */
export interface ChangedBy {
  at: EpochMs
  /** As `command line: root`, or `admin: ada@northwind.example`; null for the account itself. */
  actor: string | null
  /** Of the request that asked for it. */
  address?: string
  requestId?: string
}

export type ChangeResult = 'changed' | 'unknown_account' | 'last_admin'

/** What operators and admins do to accounts. Every change and its line in the audit trail are one atomic step. */
export interface AccountAdministration {
  /** Accounts in the order of their usernames, those behind `after` if it is given. */
  page(query: { companyId: string | null; after: string | null; limit: number }): Promise<Account[]>
  /** Which of these canonical usernames are given already. */
  taken(usernames: string[]): Promise<string[]>
  /**
   * Adds all of these accounts, or none of them if one of their usernames is given. Answers whether they were added.
   * `event` is the line in the audit trail that each of them gets. `factors` must be empty.
   */
  addAll(accounts: Account[], event: 'account_added' | 'account_imported', by: ChangedBy): Promise<boolean>
  /**
   * Changes an account together with what `effectsOf` says; several changes are made all together, or not at all. The last
   * admin of a company who can sign in stays one, whatever happens at the same time, unless `leaveNoAdmin` says that it is
   * meant (A36).
   */
  change(
    accountId: string,
    changes: AccountChange | AccountChange[],
    by: ChangedBy & { leaveNoAdmin?: boolean },
  ): Promise<ChangeResult>
  /** Failures in a row at the second factor. */
  failures(accountId: string): Promise<FailureCount | null>
}

/** One-time links with which people who were added set their first password; at most one of each account. */
export interface SignUpLinkStore {
  /**
   * Makes this the link of its account, which ends the one before, together with its line in the audit trail. False, and
   * nothing done, for an account that has a password or is disabled.
   */
  issue(link: SignUpLink, by: ChangedBy): Promise<boolean>
  find(id: string): Promise<SignUpLink | null>
  findByAccount(accountId: string): Promise<SignUpLink | null>
  /** Uses the link up and sets the password in one atomic step, with its line in the trail: true for one caller only. */
  use(link: Pick<SignUpLink, 'id' | 'accountId'>, passwordHash: string, by: ChangedBy): Promise<boolean>
}

/**
 * What people do to factors of their own account once they hold one. Every step, with what `effectsOfFactorChange` says and its
 * line in the audit trail, is one atomic step.
 */
export interface OwnFactorStore {
  /** Refused when `factor.id` was used before, the account has `MOST_APPS` already, or none of its factors is left. */
  addApp(accountId: string, factor: TotpFactor, by: ChangedBy): Promise<'added' | 'refused'>
  /** A number that was proved takes the place of the one before, or is another factor from now on; and is the number on file. */
  setPhone(accountId: string, factor: PhoneFactor, by: ChangedBy): Promise<'changed' | 'added' | 'refused'>
  /** Answers whether the account has such an app. */
  renameApp(accountId: string, factorId: string, name: string, by: ChangedBy): Promise<boolean>
  /** `last`: a latched mandate keeps the last factor, whatever is removed at the same time. */
  remove(accountId: string, factorId: string, by: ChangedBy): Promise<'removed' | 'unknown' | 'last'>
}

/** Companies known to the directory and the mandates that were latched for them. Latches are never removed (A21). */
export interface CompanyStore {
  /** Makes the directory know these companies. Companies that policy no longer names stay, as do their accounts and latches. */
  sync(companies: Company[]): Promise<void>
  /** Latches a mandate unless it is latched already, with its line in the audit trail. Answers whether it was latched now. */
  latchMandate(latch: MandateLatch, asker: Asker | null): Promise<boolean>
  latch(companyId: string): Promise<MandateLatch | null>
  latches(): Promise<MandateLatch[]>
  /** How many accounts that may sign in each of these companies has; a company without any may be left out. */
  accountCounts(companyIds: string[]): Promise<ReadonlyMap<string, number>>
}

/** The people of one company, as its admins see them. */
export interface EmployeeDirectory {
  /** How many may sign in, and how many of them have a second factor (A22). */
  counts(companyId: string): Promise<EnrollmentCounts>
  /** The same for each of these companies, of which a page shows a few; one without any people may be left out. */
  countsOf(companyIds: string[]): Promise<ReadonlyMap<string, EnrollmentCounts>>
  /** One of them; null for whoever is none of them. */
  find(companyId: string, accountId: string): Promise<Employee | null>
  /** Whether the company has an admin who can sign in besides this account (A36). */
  hasOtherAdmin(companyId: string, accountId: string): Promise<boolean>
  /** At most `limit` of them, and whether there are more behind. Disabled ones are among them unless `status` says otherwise. */
  page(query: EmployeeQuery): Promise<{ employees: Employee[]; more: boolean }>
  /** How those of these accounts are named that are of the company, disabled ones included, by their ids. */
  named(companyId: string, accountIds: string[]): Promise<ReadonlyMap<string, PersonName>>
  /** Its admins who may sign in, in the order of their usernames, those behind `after` if it is given. */
  admins(companyId: string, page: { after: string | null; limit: number }): Promise<Account[]>
}

export interface EnrollmentCounts {
  people: number
  enrolled: number
}

type EmployeeOrder = 'name' | 'username' | 'last_sign_in' | 'status'
export type PersonName = Pick<Account, 'name' | 'username'>

export type EmployeeSort = EmployeeOrder | `-${EmployeeOrder}`
/** `invited`: nobody has set a password yet. Not enrolled ones have; who is disabled is neither. */
export type EmployeeStatus = 'enrolled' | 'not_enrolled' | 'invited' | 'locked' | 'disabled'

export interface EmployeeQuery {
  companyId: string
  /** What name or username holds, whatever its capitals; empty for everybody. */
  search: string
  status: EmployeeStatus | null
  /** With a minus for the other way round. */
  sort: EmployeeSort
  /** Id of the last one of the page before; one that the company does not have begins from the start. */
  after: string | null
  limit: number
  now: EpochMs
}

export interface Employee {
  account: Account
  /** As their admins wrote it; nothing is ever sent there. */
  deskPhone: string | null
  /** Failures in a row at the second factor. */
  failures: FailureCount | null
  /** When they last got in. */
  lastSignInAt: EpochMs | null
}

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

/** What may be done so often and no more, counted for all processes together. */
export interface QuotaStore {
  /** Uses each of these once, unless one of them is full: then none. One atomic step. */
  take(quotas: readonly Quota[], now: EpochMs): Promise<{ taken: true } | { taken: false; retryAt: EpochMs }>
  /** Takes back what was taken at that moment. */
  giveBack(quotas: readonly Quota[], takenAt: EpochMs): Promise<void>
  /** When all of these have room again; null when they have now. */
  fullUntil(quotas: readonly Quota[], now: EpochMs): Promise<EpochMs | null>
}

/** A form that was posted and waits until its person has proved who they are. */
export interface KeptForm {
  id: string
  /** Keyed hash of the id of the session that posted it. */
  sessionHash: string
  /** What was posted, encrypted: it may hold a new password. */
  sealed: string
  expiresAt: EpochMs
}

export interface KeptFormStore {
  /** Keeps it in place of the one that the same session had before. */
  keep(form: KeptForm): Promise<void>
  /** Null when there is none, or it waited too long. */
  find(key: KeptFormKey, now: EpochMs): Promise<KeptForm | null>
  /** The same, and removes it: one caller gets it, however many ask at once. */
  take(key: KeptFormKey, now: EpochMs): Promise<KeptForm | null>
}

export type KeptFormKey = Pick<KeptForm, 'id' | 'sessionHash'>

/** Consecutive failures at any second factor of an account, whatever the session, address or code (R2, R3). */
export interface FailureStore {
  /** Counts a try as failed before it is looked at, in one atomic step; refused while a wait is running. */
  begin(accountId: string, now: EpochMs): Promise<{ allowed: true } | { allowed: false; retryAt: EpochMs }>
  /** The try succeeded: the count starts anew. */
  clear(accountId: string): Promise<void>
  /** Whether these failures are to be reported to the account's owner now: true for one caller only, until `clear` (R10). */
  report(accountId: string, now: EpochMs): Promise<boolean>
}

export interface AuditTrail {
  append(event: AuditEvent): Promise<void>
  /**
   * At most `limit` lines, newest first, those behind `before` if it is given. There may be fewer, or none, though more
   * come: a page looks at so many lines and no more. `next` is where to go on; null when there is nothing behind.
   */
  page(
    search: AuditSearch,
    page: { before: AuditPosition | null; limit: number },
  ): Promise<{ lines: AuditLine[]; next: AuditPosition | null }>
  /** Removes lines from before `horizon`, the oldest first, at most `limit`. Answers how many. */
  expire(horizon: EpochMs, limit: number): Promise<number>
  /** Whether retention is due: true for one caller, then for nobody until `everyMs` have passed. */
  claimRetention(now: EpochMs, everyMs: number): Promise<boolean>
  /** The newest lines about an account, of these events only, newest first. */
  ofAccount(accountId: string, query: { events: readonly string[]; limit: number }): Promise<AuditLine[]>
}

/** What the guard reads. The express-session store over the same data is the adapter's own affair. */
export interface SessionReader {
  /** The session of that id; undefined when there is none, or it was idle too long, or it has ended. */
  read(sessionId: string): Promise<GateSession | undefined>
  /** Starts the idle time anew. Never brings an ended session back. */
  touch(sessionId: string): Promise<void>
  /** Rejects with `store_unavailable` when the store cannot be reached. */
  check(): Promise<void>
}

/** Where one account is signed in, for its owner. Nothing of this is on the way of a request that goes to an app. */
export interface AccountSessions {
  /** Sessions that are stored and not idle for too long, those used last first: at most `MOST_LISTED` of them. */
  of(accountId: string): Promise<StoredSession[]>
  /** Ends one for good, in the store: whoever remembers it has to be told by the revocation channel. */
  end(sessionId: string): Promise<void>
}

export interface StoredSession {
  id: string
  session: GateSession
  /** To the minute or so: not every use is written down. */
  lastUsedAt: EpochMs
}

/** What has just become invalid everywhere. */
export type Revocation = { kind: 'session'; sessionId: string } | { kind: 'account'; accountId: string }

export interface RevocationChannel {
  publish(revocation: Revocation): Promise<void>
  /** Answers how to end the subscription. */
  subscribe(listener: (revocation: Revocation) => void): () => void
  /** False while revocations of other processes may be missed: nothing is then served from memory. */
  healthy(): boolean
}

export interface OutgoingMessage {
  channel: Channel
  to: E164
  /** Null for a notice, which goes by `sms` alone. */
  code: string | null
  /** The whole text that is sent or spoken. */
  text: string
  /** What the text is written in. */
  language: Language
  /** Whether the account asks for it; where it does not, a carrier with words of its own may choose. */
  languageIsAsked: boolean
}

/** A key that signs what the gateway tells apps, as the directory keeps it. */
export interface SigningKeyRecord {
  /** 1 for the first; each number is given once. */
  number: number
  /** Names it in what it signed. */
  id: string
  /** JWK as JSON. */
  publicKey: string
  /** The same with its private part, sealed. */
  sealedKey: string
  createdAt: EpochMs
}

export interface SigningKeyStore {
  /** The newest first. */
  newest(count: number): Promise<SigningKeyRecord[]>
  /** Adds a key unless its number is given. Answers whether it was added. One atomic step. */
  add(key: SigningKeyRecord): Promise<boolean>
}

/** Who carries a message. */
export interface Sender {
  /** Hands a message over. Rejects with a DeliveryError that names everybody who was asked and why they refused. */
  send(message: OutgoingMessage): Promise<Receipt>
  /** Tells the carrier what came of a code, where it wants to hear. Never on a person's way: may be slow, and may fail. */
  outcome?(receipt: Receipt, outcome: CodeOutcome): Promise<void>
}

/** A notice by e-mail, in plain text. */
export interface Mail {
  /** One address, without a name. */
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Rejects with a GatehouseError `delivery_failed` when the mail was not taken. */
  send(mail: Mail): Promise<void>
}

/** Who asked for what somebody is told of: `Arrival` is one. */
export interface Asker {
  address: string
  requestId: string
}

/**
 * Tells people what happened to their accounts. Nobody waits for it and it fails nobody: it goes on by itself, and what
 * could not be sent is in the log and in the audit trail. Whoever stops the gateway waits for what is under way.
 */
export interface Notices {
  /** @param account as it was before what it is told of */
  tell(account: Account, notice: Notice, asker?: Asker | null): void
  /** Tells every admin of the company who may sign in. */
  tellAdmins(companyId: string, notice: Notice, asker?: Asker | null): void
}

/** A country of the select: ISO 3166-1 alpha-2, its name, and its calling code without the plus. */
export interface PhoneCountry {
  code: string
  name: string
  callingCode: string
}

/** `example` is a number of the chosen country as people there write it; null when there is no such country. */
export type ParsedPhone = { phone: E164; country: string } | { fault: 'not_a_number'; example: string | null }

/** How numbers are written and read. Pure: no I/O. */
export interface PhoneNumbers {
  /** Named in a language, and sorted by name as it sorts. */
  countries(language: Language): readonly PhoneCountry[]
  /** Reads a number in national or international spelling; `country` answers whose number it really is. */
  parse(country: string, typed: string): ParsedPhone
  /** A number on file as the two fields of the form, so that `parse` gives it back. */
  national(phone: E164): { country: string; phone: string }
  example(country: string): string | null
}

/** What kind of line a number is, and who could not tell, where somebody was asked in vain: it is then `undetermined` (A9). */
export interface LineTypeAnswer {
  lineType: LineType
  failed: FailedAttempt | null
}

/** Tells what kind of line a number is. Answers in time and never rejects. */
export interface LineTypeLookup {
  lineType(phone: E164): Promise<LineTypeAnswer>
}

/**
 * What is derived from the configured secrets. The first secret signs and seals, all of them verify and open.
 * `purpose` names a use, as `totp-key`; what was made for one purpose is worth nothing for another.
 */
export interface Secrets {
  /** For signed cookies: the first signs, all verify. */
  cookieKeys: [string, ...string[]]
  /** Encrypts. `boundTo` says whose it is (an account id, say): it opens only when the same is given again. */
  seal(purpose: string, plaintext: string, boundTo: string): string
  /** Throws a GatehouseError `internal` when it was changed, was bound to something else or its secret is gone. */
  open(purpose: string, sealed: string, boundTo: string): string
  /** HMAC-SHA256 in base64url. The same value hashes differently once the first secret changes. */
  keyedHash(purpose: string, value: string): string
  /** In constant time, under any listed secret. */
  matchesKeyedHash(purpose: string, value: string, hash: string): boolean
}

/** Slows down guessing of passwords, per username as typed and client address: existing names or not, alike (R9). */
export interface SignInThrottle {
  /** Counts a try before it is looked at, in one atomic step. */
  begin(
    username: string,
    address: string,
  ): Promise<{ allowed: true } | { allowed: false; /** Of this wait. */ first: boolean; retryAfterSeconds: number }>
  /** The password was right: the count starts anew. */
  clear(username: string, address: string): Promise<void>
}
