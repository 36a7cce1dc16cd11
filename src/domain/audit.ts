import type { Account, EpochMs } from './account.ts'
import type { AuditReason } from './audit-reason.ts'
import type { FailedAttempt } from './delivery.ts'

/** Every event that the audit trail holds. Each has words in every language: `src/languages/`. */
export const AUDIT_EVENTS = [
  'sign_in',
  'challenge',
  'enrollment',
  'reminder',
  'sign_out',
  'proof',
  'code_sent',
  'carrier_failed',
  'notice_sent',
  'account_added',
  'account_imported',
  'sign_up_link_made',
  'signed_up',
  'account_name_set',
  'account_password_set',
  'account_phone_set',
  'account_phone_removed',
  'account_desk_phone_set',
  'account_role_set',
  'account_language_set',
  'account_unlocked',
  'account_factors_reset',
  'account_disabled',
  'account_enabled',
  'account_sessions_ended',
  'session_ended',
  'factor_added',
  'factor_renamed',
  'factor_removed',
  'phone_changed',
  'app_credential_set',
  'app_credential_replaced',
  'app_credential_removed',
  'admin_change',
  'employees_exported',
  'mandate_latched',
  'audit_exported',
  'audit_expired',
] as const

export type AuditEventName = (typeof AUDIT_EVENTS)[number]

/** One line of the append-only audit trail. Never holds a code, password, cookie, token or key. */
export interface AuditEvent {
  at: EpochMs
  event: AuditEventName
  accountId: string | null
  /** Left out of what concerns an account, it is the account's. */
  companyId: string | null
  address: string | null
  requestId: string | null
  outcome: AuditOutcome
  reason: AuditReason | null
  /** Who did it, where that is not the account itself: `command line: root`. */
  actor?: string | null
}

export type AuditOutcome = 'success' | 'failure' | 'refused'

/** What the trail says when somebody could not tell what kind of line a number is. */
export function lookupFailed({ carrier, fault }: FailedAttempt): Pick<AuditEvent, 'event' | 'outcome' | 'reason'> {
  return { event: 'carrier_failed', outcome: 'failure', reason: `lookup:${carrier}:${fault}` }
}

/** How the trail names an admin who did something to an account. */
export function adminActor({ username }: Pick<Account, 'username'>): string {
  return `admin: ${username}`
}

/** How the trail names Gatehouse, where it does by itself what concerns an account. */
export const GATEHOUSE_ACTOR = 'gatehouse'

/** A line as it is read: an event or reason that a version of before wrote may have no name any more. */
export interface AuditLine extends Omit<AuditEvent, 'event' | 'reason'> {
  id: number
  event: string
  reason: string | null
  actor: string | null
}

/** Where one line stands in the order of the trail, newest first. */
export type AuditPosition = Pick<AuditLine, 'at' | 'id'>

/** Which lines of one company. Null is for all of them. */
export interface AuditSearch {
  companyId: string
  /** Of whom it says something, or who did it as an admin. */
  person: Pick<Account, 'id' | 'username'> | null
  event: AuditEventName | null
  address: string | null
  /** From then on. */
  from: EpochMs | null
  /** Before then. */
  until: EpochMs | null
}

/** Whether a line is among those that are searched for, by everything but the time. */
export function isSearchedFor(line: AuditLine, { companyId, person, event, address }: AuditSearch): boolean {
  return (
    line.companyId === companyId &&
    (person === null || line.accountId === person.id || line.actor === adminActor(person)) &&
    (event === null || line.event === event) &&
    (address === null || line.address === address)
  )
}
