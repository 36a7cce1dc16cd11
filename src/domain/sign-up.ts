import type { Account, EpochMs } from './account.ts'

/** With it somebody who has no password yet sets one, once. The link itself is kept nowhere. */
export interface SignUpLink {
  /** Stands in the link, in front of its secret. */
  id: string
  accountId: string
  /** Keyed hash of the secret. */
  secretHash: string
  expiresAt: EpochMs
}

/** Whether a link may still be used for its account. */
export function isLinkOpen(
  link: Pick<SignUpLink, 'expiresAt'>,
  account: Pick<Account, 'passwordHash' | 'disabledAt'>,
  now: EpochMs,
): boolean {
  return now < link.expiresAt && awaitsSignUp(account)
}

/** Whether somebody has been added and has not set a password yet. */
export function awaitsSignUp({ passwordHash, disabledAt }: Pick<Account, 'passwordHash' | 'disabledAt'>): boolean {
  return passwordHash === null && disabledAt === null
}

const LINK = /^([\w-]{1,64})\.([\w-]{43})$/

/** The two parts of a link as it came in; null for what cannot be one. */
export function readLink(typed: string): { id: string; secret: string } | null {
  const [, id, secret] = LINK.exec(typed) ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}
