import type { EpochMs } from './account.ts'
import { addressHolder } from './address.ts'
import type { CodeRecord, SendLimit, SendLimits } from './ports/codes.ts'
import type { Quota } from './quota.ts'

/** What is known of a code before it is made. */
export type SendAttempt = Pick<
  CodeRecord,
  'accountId' | 'sessionHash' | 'purpose' | 'phone' | 'issuedAt' | 'address' | 'country'
>

/** The limit that a full quota means. */
export interface SendQuota extends Quota {
  limit: SendLimit
}

/** How many codes are counted under a name in one day (UTC), and how many may be. */
export interface DayCount {
  limit: SendLimit
  of: string
  most: number
}

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const LAST_DIGITS = 4

/** A budget is reported before it is used up. */
const NEAR = 0.8

/**
 * What a code to a number that nobody has proved uses up (R6): whoever asks chooses that number, and may be paid for what
 * is sent there. A code to a proved number uses up none of this, so that an office behind one address, or with numbers of
 * one block, is never locked out by its own sign-ins.
 */
export function sendQuotas(attempt: SendAttempt, companyId: string, limits: SendLimits): SendQuota[] {
  if (attempt.purpose !== 'enrollment') return []
  const perHour = (limit: SendLimit, value: string, most: number): SendQuota => ({
    limit,
    of: `code:${limit}:${value}`,
    most,
    withinMs: HOUR_MS,
  })
  return [
    perHour('address', addressHolder(attempt.address), limits.perAddressPerHour),
    perHour('prefix', attempt.phone.slice(0, -LAST_DIGITS), limits.perPrefixPerHour),
    perHour('company', companyId, limits.perCompanyPerHour),
  ]
}

/** Asking what kind of line a number is costs money as well. */
export function lookupQuota({ accountId }: SendAttempt, { lookupsPerAccountPerHour: most }: SendLimits): SendQuota {
  return { limit: 'lookup', of: `lookup:account:${accountId}`, most, withinMs: HOUR_MS }
}

/** Where every code is counted, whatever it is for: its country where that has a limit, and the gateway's budget. */
export function dayCounts({ country }: SendAttempt, { perCountryPerDay, perDay }: SendLimits): DayCount[] {
  return [
    ...(perCountryPerDay === null
      ? []
      : [{ limit: 'country', of: countryName(country), most: perCountryPerDay } as const]),
    { limit: 'budget', of: BUDGET, most: perDay },
  ]
}

export const BUDGET = 'budget'

function countryName(country: string): string {
  return `country:${country}`
}

/** Days since 1970, in UTC. */
export function dayOf(now: EpochMs): number {
  return Math.floor(now / DAY_MS)
}

export function endOfDay(day: number): EpochMs {
  return (day + 1) * DAY_MS
}

/** What is to be reported once so many codes of the day are issued: undefined but for the one that makes it so. */
export function budgetReached(sent: number, most: number): 'near' | 'used_up' | undefined {
  if (sent === most) return 'used_up'
  return sent === Math.ceil(most * NEAR) ? 'near' : undefined
}
