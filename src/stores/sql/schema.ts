import type { Generated, GeneratedAlways } from 'kysely'
import type { EpochMs, Role } from '../../domain/account.ts'
import type { CompanyKind } from '../../domain/company.ts'
import type { Channel, FactorKind } from '../../domain/factor.ts'
import type { Language } from '../../domain/language.ts'
import type { E164, LineType } from '../../domain/phone.ts'
import type { AuditEvent } from '../../domain/audit.ts'
import type { CodeRecord } from '../../domain/ports/codes.ts'

export type SqlKind = 'sqlite' | 'postgres'

/** The directory as SQLite and Postgres both hold it. Times are milliseconds since 1970; `migrations.ts` makes it so. */
export interface Schema {
  companies: { id: string; name: string; kind: CompanyKind; partner_id: string | null }
  mandate_latches: { company_id: string; latched_at: EpochMs; latched_by: string }
  accounts: AccountsTable
  /** What names and usernames hold, as `searchWords` has it. */
  employee_words: { account_id: string; company_id: string; word: string }
  factors: FactorsTable
  browser_challenges: { account_id: string; browser_id: string; passed_at: EpochMs }
  codes: CodesTable
  number_locks: { phone: E164 }
  sign_up_links: { account_id: string; id: string; secret_hash: string; expires_at: EpochMs }
  kept_forms: { holder_hash: string; id: string; sealed: string; expires_at: EpochMs }
  /** `app` by its name in the configuration. */
  app_credentials: { account_id: string; app: string; sealed: string; set_at: EpochMs }
  signing_keys: { number: number; id: string; public_key: string; sealed_key: string; created_at: EpochMs }
  /** `used_at` lists the moments that may still count, with spaces between them. */
  send_days: { of: string; day: number; sent: number }
  quotas: { of: string; used_at: string; expires_at: EpochMs }
  failures: { account_id: string; in_a_row: number; last_at: EpochMs; reported_at: EpochMs | null }
  audit_trail: AuditTable
  /** One row: when retention last ran, and before when lines may go, which is never but within its transaction. */
  audit_retention: { claimed_at: EpochMs; horizon: EpochMs }
  sessions: SessionsTable
}

export interface AccountsTable {
  id: string
  company_id: string
  username: string
  name: string
  /** `nameKey` of the name. */
  name_key: string
  email: string | null
  role: Role
  language: Generated<Language | null>
  phone: E164 | null
  desk_phone: Generated<string | null>
  /** Empty for somebody who has not set one yet. */
  password_hash: string
  reminded_at: EpochMs | null
  last_challenge_passed_at: EpochMs | null
  sessions_valid_from: EpochMs
  disabled_at: EpochMs | null
  /** When its oldest factor became active; kept by the database itself as factors come and go. */
  enrolled_at: Generated<EpochMs | null>
  /** The place of `EmployeeStatus` in the order of statuses; kept by the database itself. */
  status: GeneratedAlways<number>
  /** When they last got in, 0 for never; kept by the database itself as lines are added to the trail. */
  last_sign_in_at: Generated<EpochMs>
}

export interface FactorsTable {
  id: string
  account_id: string
  kind: FactorKind
  phone: E164 | null
  line_type: LineType | null
  sealed_key: string | null
  last_time_step: number | null
  activated_at: EpochMs
  unproved_since: EpochMs | null
  name: string | null
}

/**
 * `replaced` by a newer code; `withdrawn` because no carrier took it; `lost` because none said that it did, and one may have.
 * At most one code of an account is `live`.
 */
export type CodeState = 'live' | 'replaced' | 'used' | 'withdrawn' | 'lost'

export interface CodesTable {
  id: string
  account_id: string
  session_hash: string
  purpose: CodeRecord['purpose']
  channel: Channel
  phone: E164
  code_hash: string
  issued_at: EpochMs
  expires_at: EpochMs
  tries_left: number
  state: CodeState
  carrier: string | null
  carrier_reference: string | null
  address: string | null
  country: string | null
}

export interface AuditTable {
  id: Generated<number>
  at: EpochMs
  event: string
  account_id: string | null
  company_id: string | null
  address: string | null
  request_id: string | null
  outcome: AuditEvent['outcome']
  reason: string | null
  actor: string | null
}

/** Used on the embedded default only; at scale sessions are in Redis and this table stays empty. */
export interface SessionsTable {
  id: string
  data: string
  /** Whose it is; null before a sign-in and after the end. */
  account_id: string | null
  /** How long it may be idle, counted anew at each touch. */
  idle_ms: number
  /** No touch keeps it beyond this; of an ended session: how long the row stays, so that nothing saves it again. */
  ends_at: EpochMs
  expires_at: EpochMs
  ended_at: EpochMs | null
}
