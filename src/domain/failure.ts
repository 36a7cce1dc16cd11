import type { EpochMs } from './account.ts'

const FAILURES_PER_WAIT = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 60 * 60_000
const MOST_IN_A_ROW = 100
/** One mistyped code is nobody's concern. */
export const FAILURES_REPORTED_FROM = 3
const LOCKED_MS = 24 * 60 * 60_000

/** Failures at any second factor of one account since the last success. */
export interface FailureCount {
  inARow: number
  /** When the last one was; earlier once the wait after it was ended. */
  lastAt: EpochMs
}

/**
 * Until when another try is refused; null when it may be made at once (R3, SP 800-63B-4 §3.2.2).
 * At a hundred failures in a row there is no next try: the answer then stays a day away.
 */
export function refusedUntil({ inARow, lastAt }: FailureCount, now: EpochMs): EpochMs | null {
  if (isLockedForGood({ inARow })) return now + LOCKED_MS
  const retryAt = lastAt + waitAfterMs(inARow)
  return now < retryAt && waitAfterMs(inARow) > 0 ? retryAt : null
}

/** Whether no wait opens it again: the failures have to be forgotten, which only an operator may do. */
export function isLockedForGood({ inARow }: Pick<FailureCount, 'inARow'>): boolean {
  return inARow >= MOST_IN_A_ROW
}

/** The same count without the wait that runs now: the next failure counts on from there. */
export function withoutWait({ inARow, lastAt }: FailureCount, now: EpochMs): FailureCount {
  return { inARow, lastAt: Math.min(lastAt, now - waitAfterMs(inARow)) }
}

/** The wait that the last failure brought: none, but after every fifth one, 30 s and then twice as long each time. */
export function waitAfterMs(inARow: number): number {
  if (inARow === 0 || inARow % FAILURES_PER_WAIT !== 0) return 0
  return Math.min(FIRST_WAIT_MS * 2 ** (inARow / FAILURES_PER_WAIT - 1), LONGEST_WAIT_MS)
}
