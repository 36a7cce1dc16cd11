import type { Account, Role } from './account.ts'
import type { AuditReason } from './audit-reason.ts'
import type { AuditEventName } from './audit.ts'
import type { Language } from './language.ts'
import type { E164, LineType } from './phone.ts'

/** What an operator, or an admin of its company, does to one account. */
export type AccountChange =
  | { kind: 'set_name'; name: string }
  | { kind: 'set_password'; passwordHash: string }
  | { kind: 'set_phone'; phone: E164; lineType: LineType }
  /** Of the number on file, while no codes go there. */
  | { kind: 'remove_phone' }
  | { kind: 'set_desk_phone'; deskPhone: string | null }
  | { kind: 'set_role'; role: Role }
  /** Null for that of the browser at the next sign-in. */
  | { kind: 'set_language'; language: Language | null }
  /** Codes may be tried at once; unless the failures are forgotten, they go on counting towards a hundred (R3). */
  | { kind: 'unlock'; forgetsFailures: boolean }
  | { kind: 'reset_factors' }
  | { kind: 'disable' }
  | { kind: 'enable' }
  | { kind: 'end_sessions' }
  /** What the person has put in for apps that ask for a name and password of their own. */
  | { kind: 'remove_app_credentials' }

/** `last_admin`: the last admin of a company stays one (A36). `number_in_use`: codes go to that number. */
export type ChangeResult = 'changed' | 'unknown_account' | 'last_admin' | 'number_in_use'

export interface Effects {
  /** Whoever is signed in has to sign in again. */
  endsSessions: boolean
  /** Codes under way are right nowhere any more (A32). */
  endsCodes: boolean
  /** The 21 days of a trusted network begin anew, in every browser (A26). */
  clearsRelief: boolean
}

const NOTHING_ELSE: Effects = { endsSessions: false, endsCodes: false, clearsRelief: false }

const EFFECTS: Record<AccountChange['kind'], Effects> = {
  set_name: NOTHING_ELSE,
  set_password: { endsSessions: true, endsCodes: true, clearsRelief: true },
  set_phone: { endsSessions: false, endsCodes: true, clearsRelief: true },
  remove_phone: { endsSessions: false, endsCodes: true, clearsRelief: true },
  set_desk_phone: NOTHING_ELSE,
  set_role: NOTHING_ELSE,
  set_language: NOTHING_ELSE,
  unlock: NOTHING_ELSE,
  reset_factors: { endsSessions: true, endsCodes: true, clearsRelief: true },
  disable: { endsSessions: true, endsCodes: true, clearsRelief: false },
  enable: NOTHING_ELSE,
  end_sessions: { endsSessions: true, endsCodes: true, clearsRelief: false },
  remove_app_credentials: NOTHING_ELSE,
}

/** What a change brings with it beside itself. */
export function effectsOf({ kind }: AccountChange): Effects {
  return EFFECTS[kind]
}

const EVENTS: Record<AccountChange['kind'], AuditEventName> = {
  set_name: 'account_name_set',
  set_password: 'account_password_set',
  set_phone: 'account_phone_set',
  remove_phone: 'account_phone_removed',
  set_desk_phone: 'account_desk_phone_set',
  set_role: 'account_role_set',
  set_language: 'account_language_set',
  unlock: 'account_unlocked',
  reset_factors: 'account_factors_reset',
  disable: 'account_disabled',
  enable: 'account_enabled',
  end_sessions: 'account_sessions_ended',
  remove_app_credentials: 'app_credential_removed',
}

/** What the audit trail says of a change that was made, or why it was refused. */
export function auditFactsOf(
  change: AccountChange,
  result: Exclude<ChangeResult, 'unknown_account'>,
): { event: AuditEventName; outcome: 'success' | 'refused'; reason: AuditReason | null } {
  const event = EVENTS[change.kind]
  if (result !== 'changed') return { event, outcome: 'refused', reason: result }
  return { event, outcome: 'success', reason: reasonOf(change) }
}

function reasonOf(change: AccountChange): AuditReason | null {
  if (change.kind === 'set_role') return change.role
  return change.kind === 'set_language' ? change.language : null
}

/** What running gateways remember for a moment: who is signed in, by what name, in which role, and with what at which app. */
const REMEMBERED: ReadonlySet<AccountChange['kind']> = new Set(['set_role', 'set_name', 'remove_app_credentials'])

/** Whether running gateways must hear of it. */
export function concernsSessions(change: AccountChange): boolean {
  return effectsOf(change).endsSessions || REMEMBERED.has(change.kind)
}

/**
 * Whether an admin may not do it to the own account: they could not undo it, and would need another admin to get in again.
 * The own factors are changed on the settings page, where they are proved. A wait that whoever has the password could end
 * would hold nobody up (R3).
 */
export function isRefusedToOneself({ kind }: Pick<AccountChange, 'kind'>): boolean {
  return kind === 'disable' || kind === 'reset_factors' || kind === 'unlock'
}

const CHANGES_THE_WAY_IN: ReadonlySet<AccountChange['kind']> = new Set([
  'set_password',
  'set_phone',
  'remove_phone',
  'set_role',
  'unlock',
  'reset_factors',
  'disable',
  'enable',
])

/** Whether an admin must have proved lately who they are: it changes who gets in, or how (R7). */
export function needsFreshProof({ kind }: Pick<AccountChange, 'kind'>): boolean {
  return CHANGES_THE_WAY_IN.has(kind)
}

/** Whether this change makes an admin who can sign in to this account's company fewer: the last one is kept (A36). */
export function takesAdminAway(
  change: AccountChange,
  account: Pick<Account, 'role' | 'disabledAt' | 'passwordHash'>,
): boolean {
  if (account.role !== 'admin' || account.disabledAt !== null || account.passwordHash === null) return false
  return change.kind === 'disable' || (change.kind === 'set_role' && change.role !== 'admin')
}
