import type { EpochMs } from '../domain/account.ts'
import type { FactorKind } from '../domain/factor.ts'
import { tooManyTries } from '../domain/format.ts'
import type { E164 } from '../domain/phone.ts'

export type Proof = { by: 'phone'; phone: E164 } | { by: 'totp' }

/** What came of a code that was entered. */
export type Outcome =
  | { kind: 'right'; proof: Proof }
  | { kind: 'wrong'; triesLeft?: number }
  | { kind: 'used_up' }
  | { kind: 'expired' }
  | { kind: 'unknown' }
  | { kind: 'wait'; retryAt: EpochMs }

/** The sentence beside the code field: what is wrong, and what to do. */
export function wordsFor(outcome: Exclude<Outcome, { kind: 'right' }>, by: FactorKind, now: EpochMs): string {
  switch (outcome.kind) {
    case 'wrong':
      return by === 'totp'
        ? "That code doesn't match. Each one works once: enter the next one, and check that your phone's clock is set automatically."
        : `That code isn't right.${triesLeft(outcome.triesLeft)}`
    case 'used_up':
      return 'Too many tries. Get a new code.'
    case 'expired':
      return 'This code has expired. We can send a new one.'
    case 'unknown':
      return 'That code no longer works. Enter the newest one, or get another.'
    case 'wait':
      return tooManyTries(outcome.retryAt - now)
  }
}

function triesLeft(count: number | undefined): string {
  if (count === undefined) return ''
  return count === 1 ? ' 1 try left.' : ` ${count} tries left.`
}
