import type { EpochMs } from './account.ts'
import { CLOCK_SKEW_MS, type FullBy } from './session.ts'

/** When the person of a session last proved who they are, and with what. */
export interface Proved {
  passwordAt: EpochMs
  /** Null while no factor was asked for: neither a trusted network nor a reminder proves one (A25). */
  factorAt: EpochMs | null
}

export interface FreshProofFacts {
  /** Undefined for a session of a version that did not note it: nothing then counts as proved. */
  proved: Proved | undefined
  /** Whether the account holds a factor; where it holds none, the password is all that there is to prove. */
  hasFactor: boolean
  maxAgeMs: number
  now: EpochMs
}

/** What a sensitive change still asks for: password and factor, each proved again when it is older than `maxAgeMs` (R7). */
export function proofOwed({ proved, hasFactor, maxAgeMs, now }: FreshProofFacts): 'password' | 'factor' | null {
  const isFresh = (at: EpochMs | null): boolean => at !== null && now >= at - CLOCK_SKEW_MS && now - at <= maxAgeMs
  if (proved === undefined || !isFresh(proved.passwordAt)) return 'password'
  return hasFactor && !isFresh(proved.factorAt) ? 'factor' : null
}

/** Whether a session that became full in this way did so by a factor. */
export function provesFactor(by: FullBy): boolean {
  return by === 'phone' || by === 'totp' || by === 'enrollment'
}
