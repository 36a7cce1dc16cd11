import type { Activity } from '../domain/activity.ts'
import type { EpochMs, Role } from '../domain/account.ts'
import type { AuditOutcome } from '../domain/audit.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Channel, FactorKind } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { RuleName } from '../domain/sign-in.ts'

/** What every page of the gateway is given besides its own facts. */
export interface Frame {
  language: Language
  portalName: string
  /** Whom to ask, as the operator configured it; null hides the line. */
  help: string | null
  /** Name of the account that is signing in or signed in; shown with "Not you?", which signs out. */
  username: string | null
  /** The menu under the person's name; null until they are signed in with all that is owed. */
  menu: Menu | null
}

export interface Menu {
  name: string
  /** Shows what only the company's admins may open (A31). */
  isAdmin: boolean
}

/** What stands beside a field: what is wrong with it, and what to do. */
export interface FieldError {
  field: string
  message: Sentence
}

export interface SignInPage extends Frame {
  /** Kept as it was typed; a password never is. */
  typedUsername: string
  next: string
  /** Name of the app one is going to; null when that is not known. */
  destination: string | null
  error: FieldError | null
  /** Why the sign-in page is shown again: a sentence for the top of the page. */
  notice: 'signed_out' | 'signed_up' | 'expired' | null
}

export interface CountryChoice {
  /** ISO 3166-1 alpha-2. */
  code: string
  name: string
  /** Without the plus: `44`. */
  callingCode: string
}

export interface EnrollPhonePage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** Where an authenticator app is set up instead. */
  appUrl: string
  countries: readonly CountryChoice[]
  country: string
  phone: string
  error: FieldError | null
  /** Set when the number is, or may be, no mobile: the box with the two ways on is shown (A8). */
  mayBeNoMobile: { lineType: 'landline' | 'undetermined'; channel: Channel } | null
  reminderOffered: boolean
  /** As the policy has it. */
  reminderLastsMs: number
}

export interface EnrollAppPage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** Inline `<svg>`, made by the gateway itself: the one value that is printed unescaped. */
  qrSvg: string
  /** `otpauth://totp/…`, a link that opens the app on a phone. */
  otpauthUrl: string
  /** The key in groups of four. */
  keyGroups: string[]
  error: FieldError | null
  reminderOffered: boolean
  reminderLastsMs: number
}

export interface ChallengePage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** `enrollment` is the first code of a number that is being added; `proof` comes before a sensitive change. */
  purpose: 'challenge' | 'enrollment' | 'proof'
  /** Where the code is posted; `/delivery` below it sends another. */
  action: string
  /** Id of what is done once it is proved; null at a sign-in. */
  kept: string | null
  /** Null where there is no going back. */
  cancelUrl: string | null
  by: FactorKind
  /** How and where the last code went; null when none is under way or `by` is `totp`. The number is masked. */
  sent: { channel: Channel; maskedPhone: string } | null
  /** Masked number that "Send again" would reach; null when the account has no phone here. */
  phone: string | null
  /** Seconds until a new code may be sent; 0 when it may be now. */
  resendInSeconds: number
  /** Other factors that the account holds. */
  otherWays: FactorKind[]
  digits: number
  error: FieldError | null
}

/** The password, once more. */
export interface ProofPage extends Frame {
  /** Id of what is done once it is proved. */
  kept: string
  /** The page that the person came from: "Cancel" leads there, and a sign-in, when the session has ended. */
  next: string
  /** Whether a factor is asked for after it. */
  asksForFactor: boolean
  error: FieldError | null
}

export interface NothingWaitsPage extends Frame {
  backUrl: string
}

export interface EnrolledPage extends Frame {
  by: FactorKind
  maskedPhone: string | null
  /** Names of trusted networks, and how often a challenge is asked for there. */
  trustedNetworks: { networks: string[]; everyMs: number } | null
  next: string
}

export interface AppLink {
  name: string
  url: string
}

export interface NoAccessPage extends Frame {
  appName: string | null
  apps: AppLink[]
}

export interface SettingsPage extends Frame {
  /** What was done just now. */
  done:
    | 'profile'
    | 'password'
    | 'phone_changed'
    | 'phone_removed'
    | 'app_added'
    | 'app_renamed'
    | 'app_removed'
    | 'session_ended'
    | 'sessions_ended'
    | null
  error: FieldError | null
  personName: string
  /** As it was typed, if it is wrong. */
  name: string
  /** What codes and notices are written in, and what they may be. */
  messagesIn: Language
  languages: { code: Language; name: string }[]
  companyName: string
  apps: AppLink[]
  /** The number that codes go to; null where there is none. */
  phone: { maskedPhone: string; isProved: boolean } | null
  /** Authenticator apps. */
  authenticators: { url: string; name: string | null; since: EpochMs }[]
  mayAddApp: boolean
  isEnrolled: boolean
  /** In characters. */
  shortestPassword: number
  sessions: OwnSession[]
  activity: Activity[]
}

/** One place where the account is signed in. */
export interface OwnSession {
  handle: string
  isThis: boolean
  browser: string | null
  system: string | null
  address: string
  since: EpochMs
  lastUsedAt: EpochMs
}

/** One authenticator app of one's own. */
export interface OwnAppPage extends Frame {
  url: string
  /** As it is kept; null until it was given one. */
  appName: string | null
  since: EpochMs
  /** As it was typed, if it is wrong. */
  name: string
  mayRemove: boolean
  /** Whether the account is left without a factor. */
  isLast: boolean
  error: FieldError | null
}

/** Another authenticator app, before its first code. */
export type NewAppPage = Omit<EnrollAppPage, 'next' | 'reminderOffered' | 'reminderLastsMs'> & {
  /** What it is to be called, as it was typed. */
  name: string
}

/** One's own number: another one, or none. */
export type OwnPhonePage = Omit<EnrollPhonePage, 'next' | 'reminderOffered' | 'reminderLastsMs'> & {
  /** The present one; null where there is none. */
  maskedPhone: string | null
  mayRemove: boolean
  isLast: boolean
}

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

export interface EmployeeRow {
  /** Of Edit Employee. */
  url: string
  name: string
  username: string
  role: Role
  /** Masked but for its last two digits. */
  maskedPhone: string | null
  factors: FactorKind[]
  isDisabled: boolean
  /** Nobody has set a password yet. */
  isInvited: boolean
  /** Too many wrong codes: they have to wait, or to be unlocked. */
  isLocked: boolean
  remindedUntil: EpochMs | null
  lastSignIn: EpochMs | null
}

export interface AuditRow {
  at: EpochMs
  /** Whom it concerns, with the same search for them alone; null for nobody, and for who is not there any more. */
  person: { name: string; username: string; url: string } | null
  event: string
  outcome: AuditOutcome
  /** In the trail's own words. */
  reason: string | null
  /** `name` of the admin or operator; empty for the others. */
  by: { kind: 'owner' | 'admin' | 'operator' | 'gateway'; name: string }
  address: string | null
}

export interface AuditPage extends Frame {
  companyName: string
  /** As it was asked for; empty for nothing. Days as `2026-01-15`. */
  person: string
  event: string
  address: string
  from: string
  to: string
  error: FieldError | null
  /** Whom `person` may mean, nobody or several of them; null where it is clear. */
  people: { name: string; username: string; url: string }[] | null
  rows: AuditRow[]
  /** Set when the search was given up there, with fewer lines than a page holds. */
  searchedBackTo: EpochMs | null
  /** How long lines are kept; null for good. */
  keptMs: number | null
  /** The same lines as JSON lines. */
  exportUrl: string
  /** Null on the first page, and on the last. */
  startUrl: string | null
  nextUrl: string | null
}

export interface EmployeesPage extends Frame {
  companyName: string
  people: number
  enrolled: number
  /** As it was asked for, so that the form shows it again; empty for nothing. */
  search: string
  status: string
  sort: string
  rows: EmployeeRow[]
  /** The same people as CSV. */
  exportUrl: string
  /** Null on the first page, and on the last. */
  startUrl: string | null
  nextUrl: string | null
}

export interface EmployeePage extends Frame {
  companyName: string
  /** As it is kept. */
  employee: EmployeeRow
  /** What the fields hold as it is kept: it goes along, so that what nobody changed is left alone. */
  kept: Pick<EmployeePage, 'name' | 'role' | 'deskPhone' | 'cellCountry' | 'cellPhone'>
  /** As it was typed, if it is wrong. */
  name: string
  role: Role
  deskPhone: string
  countries: readonly CountryChoice[]
  cellCountry: string
  cellPhone: string
  error: FieldError | null
  /** Whether one is asked if one really means to be no admin any more. */
  asksToGiveUpAdmin: boolean
  /** What was saved, if anything was just now: what kind of line a new cell phone number is, or else `1`. */
  saved: '1' | 'mobile' | 'landline' | 'undetermined' | null
  /** The step that was confirmed just now. */
  done: EmployeeStep | null
  /** `name` is what its owner calls it, if they do. */
  factors: { kind: FactorKind; name: string | null; since: EpochMs; isProved: boolean }[]
  disabledSince: EpochMs | null
  /** Wrong codes in a row. */
  failures: number
  /** So many wrong codes that only the operator may unlock. */
  isLockedForGood: boolean
  /** What may be done besides, each with where its confirmation is. */
  steps: { kind: EmployeeStep; url: string }[]
  /** Where a link is made for somebody who has not signed up yet; null for everybody else. */
  signUpLinkUrl: string | null
  /** Some of them are not offered for the own account. */
  isSelf: boolean
}

export interface NewEmployeePage extends Frame {
  companyName: string
  /** As it was typed. */
  name: string
  username: string
  role: Role
  countries: readonly CountryChoice[]
  cellCountry: string
  cellPhone: string
  error: FieldError | null
}

export interface SignUpLinkPage extends Frame {
  name: string
  username: string
  url: string
  employeeUrl: string
  /** The link itself, the one time that it is shown. */
  link: string | null
  /** Whether it goes out by mail as well. */
  isMailed: boolean
  /** Of the link in force; null when there is none. */
  validUntil: EpochMs | null
  /** When the next may be made; null for at once. */
  nextAt: EpochMs | null
}

export interface SignUpPage extends Frame {
  name: string
  /** The username that will sign in. */
  signUpAs: string
  companyName: string
  shortestPassword: number
  error: FieldError | null
}

/** What an admin does to an employee after a confirmation. */
export type EmployeeStep = 'unlock' | 'reset_factors' | 'end_sessions' | 'disable' | 'enable'

export interface EmployeeStepPage extends Frame {
  companyName: string
  step: EmployeeStep
  url: string
  employee: EmployeeRow
  isSelf: boolean
  /** Whether there is nothing to confirm, because one may not do it. */
  isRefused: boolean
  error: FieldError | null
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

/** Everything that went wrong and has no page of its own. */
export interface ErrorPage extends Frame {
  status: number
  code: ErrorCode
  message: Sentence
  requestId: string
  /** Where "Try again" leads; null shows no such button. */
  retryUrl: string | null
}

/** One typed render function a page; each answers a whole HTML document. Implemented in `pages/index.ts` by `openPages()`. */
export interface Pages {
  signIn(page: SignInPage): string
  enrollPhone(page: EnrollPhonePage): string
  enrollApp(page: EnrollAppPage): string
  challenge(page: ChallengePage): string
  proof(page: ProofPage): string
  nothingWaits(page: NothingWaitsPage): string
  enrolled(page: EnrolledPage): string
  noAccess(page: NoAccessPage): string
  settings(page: SettingsPage): string
  ownApp(page: OwnAppPage): string
  ownPhone(page: OwnPhonePage): string
  newApp(page: NewAppPage): string
  employees(page: EmployeesPage): string
  employee(page: EmployeePage): string
  employeeStep(page: EmployeeStepPage): string
  newEmployee(page: NewEmployeePage): string
  signUpLink(page: SignUpLinkPage): string
  signUp(page: SignUpPage): string
  companySettings(page: CompanySettingsPage): string
  mandate(page: MandatePage): string
  why(page: WhyPage): string
  audit(page: AuditPage): string
  error(page: ErrorPage): string
}
