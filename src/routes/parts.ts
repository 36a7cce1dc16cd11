import type { Audit } from '../audit.ts'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../domain/account.ts'
import type { Policy } from '../domain/policy.ts'
import type { AccountAdministration, AccountStore, OwnFactorStore, SignUpLinkStore } from '../domain/ports/accounts.ts'
import type { AppCredentialStore } from '../domain/ports/app-credentials.ts'
import type { AuditTrail } from '../domain/ports/audit-trail.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { EmployeeDirectory } from '../domain/ports/employees.ts'
import type { FailureStore, QuotaStore, SignInThrottle } from '../domain/ports/limits.ts'
import type { Notices } from '../domain/ports/notices.ts'
import type { LineTypeLookup, PhoneNumbers } from '../domain/ports/phone-numbers.ts'
import type { Secrets } from '../domain/ports/secrets.ts'
import type { AccountSessions, RevocationChannel } from '../domain/ports/sessions.ts'
import type { App } from '../domain/app.ts'
import type { Company, MandateLatch } from '../domain/company.ts'
import type { OneTimeCodes } from '../factors/one-time-code.ts'
import type { Passwords } from '../factors/password.ts'
import type { Totp } from '../factors/totp.ts'
import type { Arrival } from '../http/arrival.ts'
import type { SentForms } from '../http/sent-forms.ts'
import type { KeptForms } from '../kept-forms.ts'
import type { Pages } from '../pages/page/pages.ts'

/** What the routes are given; `gateway.ts` puts it together. */
export interface RouteParts {
  settings: Settings
  policy: () => Policy
  pages: Pages
  accounts: AccountStore
  administration: Pick<AccountAdministration, 'change' | 'addAll'>
  employees: EmployeeDirectory
  failures: Pick<FailureStore, 'report'>
  mandates: Mandates
  passwords: Passwords
  oneTimeCodes: OneTimeCodes
  totp: Totp
  phoneNumbers: PhoneNumbers
  /** The app that a host name and path lead to. */
  findApp: (hostname: string, path: string) => App | null
  /** Answers within its time limit, `undetermined` at worst. */
  lineTypes: LineTypeLookup
  throttle: SignInThrottle
  keptForms: KeptForms
  sentForms: SentForms
  signUpLinks: SignUpLinkStore
  quotas: QuotaStore
  ownFactors: OwnFactorStore
  appCredentials: AppCredentialStore
  sessions: AccountSessions
  /** What `audit` has written. */
  trail: Pick<AuditTrail, 'ofAccount' | 'page'>
  revocations: RevocationChannel
  secrets: Secrets
  audit: Audit
  notices: Notices
  clock: Clock
}

/** The latches of mandates, kept up with policy. */
export interface Mandates {
  /** The company's latch, after latching what policy has put in force by now. */
  latchOf(company: Company): Promise<MandateLatch | null>
  /** An admin of the company makes it compulsory, for good. Answers whether that is news (A18). */
  enable(company: Company, admin: Pick<Account, 'id' | 'name' | 'username'>, arrival: Arrival): Promise<boolean>
}
