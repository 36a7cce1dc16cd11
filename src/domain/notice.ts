import { type Account, isMailbox } from './account.ts'
import type { AccountChange } from './account-change.ts'
import type { FactorKind } from './factor.ts'
import type { Language } from './language.ts'
import type { E164 } from './phone.ts'

/** Who did it, as seen by the account's owner. */
export type NoticeBy = 'owner' | 'admin' | 'operator'

/** What the owner of an account is told (R7, R10, A32). None holds a code; a link that signs in is in `sign_up_link` alone. */
export type Notice =
  | { kind: 'factor_added'; factor: FactorKind; by: NoticeBy }
  | { kind: 'factor_removed'; factor: FactorKind; by: NoticeBy }
  | { kind: 'factors_reset'; by: NoticeBy }
  /** Told to the old number, too. */
  | { kind: 'phone_changed'; from: E164 | null; to: E164 | null; by: NoticeBy }
  | { kind: 'password_changed'; by: NoticeBy }
  /** Somebody knew the password and failed at the second factor. */
  | { kind: 'challenge_failed_after_password' }
  /** For the admins of the company. `enabledBy` is the name of one of them, or null for policy. */
  | { kind: 'mandate_enabled'; companyName: string; enabledBy: string | null }
  /** `url` sets a first password, once. */
  | { kind: 'sign_up_link'; url: string; lastsMs: number }

/** A notice as it is sent. */
export interface NoticeText {
  subject: string
  mail: string
  sms: string
  language: Language
}

/** Where one goes. */
export type NoticePlace = { channel: 'email'; to: string } | { channel: 'sms'; to: E164 }

/** The address at which an account is reached by mail: its own, or a username that is one. */
export function mailboxOf({ email, username }: Pick<Account, 'email' | 'username'>): string | null {
  return [email, username].find((address) => address !== null && isMailbox(address)) ?? null
}

/**
 * Where a notice goes: by e-mail, and by text where there is no address or no mail can be sent. That a number was
 * changed is told to the old one as well, and never to the new one alone. Nothing is texted about an account that nobody
 * has signed up for: its numbers are what somebody else typed. Empty when nobody can be reached.
 *
 * @param account as it was before the change
 */
export function placesOf(
  notice: Notice,
  account: Pick<Account, 'email' | 'username' | 'phone' | 'factors' | 'passwordHash'>,
  { mailGoes }: { mailGoes: boolean },
): NoticePlace[] {
  const mailbox = mailGoes ? mailboxOf(account) : null
  const mail: NoticePlace[] = mailbox === null ? [] : [{ channel: 'email', to: mailbox }]
  if (account.passwordHash === null) return mail
  if (notice.kind === 'phone_changed' && notice.from !== null) {
    return [...mail, { channel: 'sms', to: notice.from }]
  }
  if (mail.length > 0) return mail
  const phone = account.phone ?? account.factors.find((factor) => factor.kind === 'phone')?.phone
  return phone === undefined ? [] : [{ channel: 'sms', to: phone }]
}

/** What may be taken for the address of a page, and is made a link of by whoever shows a mail. */
const LIKE_AN_ADDRESS = /[/:@\\]|[^\s.]\.[^\s.]{2,}/u

/** By what a notice greets: the name, but no name that somebody chose in order to send a link. */
export function greetingName({ name, username }: Pick<Account, 'name' | 'username'>): string {
  return LIKE_AN_ADDRESS.test(name) ? username : name
}

/** What the owner is told of a change to the account, as it was before; null where that is nothing. */
export function noticeOf(change: AccountChange, before: Pick<Account, 'phone'>, by: NoticeBy): Notice | null {
  switch (change.kind) {
    case 'set_password':
      return { kind: 'password_changed', by }
    case 'set_phone':
      return change.phone === before.phone ? null : { kind: 'phone_changed', from: before.phone, to: change.phone, by }
    case 'remove_phone':
      return before.phone === null ? null : { kind: 'phone_changed', from: before.phone, to: null, by }
    case 'reset_factors':
      return { kind: 'factors_reset', by }
    case 'set_name':
    case 'set_desk_phone':
    case 'set_role':
    case 'set_language':
    case 'unlock':
    case 'disable':
    case 'enable':
    case 'end_sessions':
    case 'remove_app_credentials':
      return null
  }
}
