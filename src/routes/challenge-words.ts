import type { EpochMs } from '../domain/account.ts'
import type { FactorKind } from '../domain/factor.ts'
import type { E164 } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'

export type Proof = { by: 'phone'; phone: E164 } | { by: 'totp' }

/** What came of a code that was entered. */
export type Outcome =
  | { kind: 'right'; proof: Proof }
  | { kind: 'wrong'; triesLeft?: number }
  | { kind: 'used_up' }
  | { kind: 'expired' }
  | { kind: 'unknown' }
  | { kind: 'wait'; retryAt: EpochMs }

/** What stands beside the code field: what is wrong, and what to do. */
export function wordsFor(outcome: Exclude<Outcome, { kind: 'right' }>, by: FactorKind, now: EpochMs): Sentence {
  switch (outcome.kind) {
    case 'wrong':
      return by === 'totp' ? { kind: 'app_code_wrong' } : { kind: 'code_wrong', triesLeft: outcome.triesLeft ?? null }
    case 'used_up':
      return { kind: 'code_used_up' }
    case 'expired':
      return { kind: 'code_expired' }
    case 'unknown':
      return { kind: 'code_unknown' }
    case 'wait':
      return { kind: 'too_many_tries', waitMs: outcome.retryAt - now }
  }
}
