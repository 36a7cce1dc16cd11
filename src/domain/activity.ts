import type { EpochMs } from './account.ts'
import type { AuditEventName, AuditLine, AuditOutcome } from './audit.ts'

/** What happened with an account, as its owner is told. */
export type ActivityKind = (typeof ACTIVITIES)[keyof typeof ACTIVITIES]

/** By event and outcome of the audit trail; what is missing here tells its owner nothing. */
const ACTIVITIES = {
  'sign_in success': 'signed_in',
  'sign_in failure': 'password_wrong',
  'challenge success': 'code_right',
  'challenge failure': 'code_wrong',
  'proof success': 'proved',
  'proof failure': 'proof_failed',
  'enrollment success': 'enrolled',
  'enrollment failure': 'code_wrong',
  'reminder success': 'reminder_taken',
  'sign_out success': 'signed_out',
  'session_ended success': 'session_ended',
  'factor_added success': 'factor_added',
  'factor_renamed success': 'factor_renamed',
  'factor_removed success': 'factor_removed',
  'phone_changed success': 'phone_changed',
  'account_phone_set success': 'phone_changed',
  'app_credential_set success': 'app_credential_set',
  'app_credential_replaced success': 'app_credential_set',
  'app_credential_removed success': 'app_credential_removed',
  'account_phone_removed success': 'phone_removed',
  'account_added success': 'account_added',
  'account_imported success': 'account_added',
  'signed_up success': 'signed_up',
  'account_name_set success': 'name_changed',
  'account_language_set success': 'language_changed',
  'account_password_set success': 'password_changed',
  'account_role_set success': 'role_changed',
  'account_unlocked success': 'unlocked',
  'account_factors_reset success': 'factors_reset',
  'account_disabled success': 'disabled',
  'account_enabled success': 'enabled',
  'account_sessions_ended success': 'sessions_ended',
} as const satisfies Partial<Record<`${AuditEventName} ${AuditOutcome}`, string>>

/** Events that an owner is told of. */
export const ACTIVITY_EVENTS: readonly string[] = [
  ...new Set(Object.keys(ACTIVITIES).map((known) => known.split(' ')[0] ?? known)),
]

export interface Activity {
  at: EpochMs
  kind: ActivityKind
  by: 'owner' | 'admin' | 'operator'
  /** In the trail's own words. */
  reason: string | null
  /** Where it came from; null where that is none of the owner's business. */
  address: string | null
}

/** An event as its owner reads it; null for one that tells them nothing. */
export function activityOf({
  at,
  event,
  outcome,
  actor,
  address,
  reason,
}: Pick<AuditLine, 'at' | 'event' | 'outcome' | 'actor' | 'address' | 'reason'>): Activity | null {
  const kind = kindOf(`${event} ${outcome}`)
  if (kind === null) return null
  const by = actor === null ? 'owner' : actor.startsWith('admin:') ? 'admin' : 'operator'
  return { at, kind, by, reason: kind === 'password_wrong' ? null : reason, address: by === 'owner' ? address : null }
}

function kindOf(told: string): ActivityKind | null {
  return Object.entries(ACTIVITIES).find(([known]) => known === told)?.[1] ?? null
}
