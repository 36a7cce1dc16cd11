import type { EpochMs } from '../account.ts'
import type { Quota } from '../quota.ts'

/** What may be done so often and no more, counted for all processes together. */
export interface QuotaStore {
  /** Uses each of these once, unless one of them is full: then none. One atomic step. */
  take(quotas: readonly Quota[], now: EpochMs): Promise<{ taken: true } | { taken: false; retryAt: EpochMs }>
  /** Takes back what was taken at that moment. */
  giveBack(quotas: readonly Quota[], takenAt: EpochMs): Promise<void>
  /** When all of these have room again; null when they have now. */
  fullUntil(quotas: readonly Quota[], now: EpochMs): Promise<EpochMs | null>
}

/** Consecutive failures at any second factor of an account, whatever the session, address or code (R2, R3). */
export interface FailureStore {
  /** Counts a try as failed before it is looked at, in one atomic step; refused while a wait is running. */
  begin(accountId: string, now: EpochMs): Promise<{ allowed: true } | { allowed: false; retryAt: EpochMs }>
  /** The try succeeded: the count starts anew. */
  clear(accountId: string): Promise<void>
  /** Whether these failures are to be reported to the account's owner now: true for one caller only, until `clear` (R10). */
  report(accountId: string, now: EpochMs): Promise<boolean>
}

/** Slows down guessing of passwords, per username as typed and client address: existing names or not, alike (R9). */
export interface SignInThrottle {
  /** Counts a try before it is looked at, in one atomic step. */
  begin(
    username: string,
    address: string,
  ): Promise<{ allowed: true } | { allowed: false; /** Of this wait. */ first: boolean; retryAfterSeconds: number }>
  /** The password was right: the count starts anew. */
  clear(username: string, address: string): Promise<void>
}
