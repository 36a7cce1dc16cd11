import type { Account, EpochMs } from './account.ts'
import type { NoticePlace } from './notice.ts'

/** At most `most` uses of something within any stretch of `withinMs`. */
export interface Quota {
  /** What is used: names it in the store. */
  of: string
  most: number
  withinMs: number
}

/** How many notices go out (R6). */
export interface NoticeLimits {
  mailsPerAccountPerDay: number
  textsPerAccountPerDay: number
  /** To a number that the account has not proved. */
  textsPerNumberPerDay: number
}

/** How many people admins add, how many links they make for them, and how often they hear that a username is taken (R6, A31). */
export interface SignUpLimits {
  linksPerAccountPerDay: number
  linksPerCompanyPerDay: number
  peoplePerAdminPerHour: number
  peoplePerCompanyPerDay: number
  takenPerAdminPerHour: number
  takenPerCompanyPerDay: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** When a quota that was used at these moments, in their order, has room again; null when it has now. */
export function fullUntil({ most, withinMs }: Quota, usedAt: readonly EpochMs[], now: EpochMs): EpochMs | null {
  const oldest = usesThatCount(usedAt, withinMs, now).at(-most)
  return oldest === undefined ? null : oldest + withinMs
}

export function usesThatCount(usedAt: readonly EpochMs[], withinMs: number, now: EpochMs): EpochMs[] {
  return usedAt.filter((at) => at > now - withinMs)
}

/**
 * What a notice to this place uses up (R6). Of a number that the account has proved only its own texts count, so that
 * nobody else can use them up; any other may belong to somebody who has nothing to do with it.
 */
export function noticeQuotas(
  { channel, to }: NoticePlace,
  { id, factors }: Pick<Account, 'id' | 'factors'>,
  limits: NoticeLimits,
): Quota[] {
  if (channel === 'email')
    return [{ of: `notice mail:account:${id}`, most: limits.mailsPerAccountPerDay, withinMs: DAY_MS }]
  const ofAccount = { of: `notice text:account:${id}`, most: limits.textsPerAccountPerDay, withinMs: DAY_MS }
  const isProved = factors.some((one) => one.kind === 'phone' && one.phone === to && one.unprovedSince === undefined)
  return isProved
    ? [ofAccount]
    : [ofAccount, { of: `notice text:number:${to}`, most: limits.textsPerNumberPerDay, withinMs: DAY_MS }]
}

/** What a new sign-up link uses up: where mail goes, each of them is one to a mailbox that its admin chose. */
export function signUpLinkQuotas({ id, companyId }: Pick<Account, 'id' | 'companyId'>, limits: SignUpLimits): Quota[] {
  return [
    { of: `sign-up link:account:${id}`, most: 1, withinMs: MINUTE_MS },
    { of: `sign-up links:account:${id}`, most: limits.linksPerAccountPerDay, withinMs: DAY_MS },
    { of: `sign-up links:company:${companyId}`, most: limits.linksPerCompanyPerDay, withinMs: DAY_MS },
  ]
}

/** What somebody new uses up, of the admin who adds them and of the admin's company. */
export function newAccountQuotas({ id, companyId }: Pick<Account, 'id' | 'companyId'>, limits: SignUpLimits): Quota[] {
  return [
    { of: `new accounts:admin:${id}`, most: limits.peoplePerAdminPerHour, withinMs: HOUR_MS },
    { of: `new accounts:company:${companyId}`, most: limits.peoplePerCompanyPerDay, withinMs: DAY_MS },
  ]
}

/** What the answer "taken" uses up: it tells of accounts of other companies, too. */
export function takenAnswerQuotas({ id, companyId }: Pick<Account, 'id' | 'companyId'>, limits: SignUpLimits): Quota[] {
  return [
    { of: `taken answers:admin:${id}`, most: limits.takenPerAdminPerHour, withinMs: HOUR_MS },
    { of: `taken answers:company:${companyId}`, most: limits.takenPerCompanyPerDay, withinMs: DAY_MS },
  ]
}

/** What a form uses up that is kept for somebody whose session has ended: with these no more is ever kept than 1000 forms. */
export function keptFormQuotas(of: { accountId: string; address: string; withinMs: number }): Quota[] {
  const { withinMs } = of
  return [
    { of: `kept forms:account:${of.accountId}`, most: 10, withinMs },
    { of: `kept forms:address:${of.address}`, most: 100, withinMs },
    { of: 'kept forms', most: 1000, withinMs },
  ]
}
