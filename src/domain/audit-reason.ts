import type { Role } from './account.ts'
import type { ChangeResult } from './account-change.ts'
import type { DeliveryFault } from './delivery.ts'
import type { Channel, FactorKind } from './factor.ts'
import type { Language } from './language.ts'
import type { Notice } from './notice.ts'
import type { CodeRecord, SendLimit } from './ports/codes.ts'
import type { SignInDecision, signInRefusal } from './sign-in.ts'

/** What came of a code or factor that was not right. */
export type ProofFault = 'wrong' | 'used_up' | 'expired' | 'unknown' | 'wait'

/** Why a notice did not go out. */
export type NoticeFault = DeliveryFault | 'too_many' | 'delivery_failed' | 'store_unavailable' | 'internal'

type NoticePlaceWord = Channel | 'email'
type Refusal = Exclude<ChangeResult, 'changed' | 'unknown_account'> | 'last_factor' | 'not_admin'
type SignInRefusal = NonNullable<ReturnType<typeof signInRefusal>>
type Origin = 'policy' | 'company_settings'

/** The parts of reasons: stable in trail and log, and each with words in every language (`src/languages/`). */
export type ReasonWord =
  | SignInDecision['kind']
  | SignInDecision['reason']
  | SignInRefusal
  | FactorKind
  | 'password'
  | ProofFault
  | Exclude<CodeRecord['purpose'], 'challenge'>
  | 'sign_in'
  | NoticePlaceWord
  | 'lookup'
  | NoticeFault
  | SendLimit
  | Notice['kind']
  | 'no_address'
  | 'too_many_tries'
  | 'username_taken'
  | Refusal
  | Role
  | Origin

/** What somebody else wrote, or a figure: said as it is. */
export type FreeReason = string & { readonly isFreeReason: unique symbol }

export function freeReason(text: string): FreeReason {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mark is there for the compiler alone
  return text as FreeReason
}

/** The words of a reason. Of a code that was sent, `challenge` is what it was for; of a sign-in, what was decided. */
export function reasonParts(reason: string): string[] {
  const [first = '', ...others] = reason.split(':')
  const isPurpose = first === 'challenge' && (others[0] === 'sms' || others[0] === 'call')
  return [isPurpose ? 'sign_in' : first, ...others]
}

/** Why something happened, or did not, as the trail says it. `string` stands for the name of a carrier. */
export type AuditReason =
  | `${SignInDecision['kind']}:${SignInDecision['reason']}`
  | SignInDecision['reason']
  | SignInRefusal
  | FactorKind
  | 'password'
  | `${FactorKind}:${ProofFault}`
  | `${CodeRecord['purpose']}:${Channel}:${string}`
  | `${Channel | 'lookup'}:${string}:${DeliveryFault}`
  | SendLimit
  | `${Notice['kind']}:${NoticePlaceWord | 'no_address'}`
  | `${Notice['kind']}:${NoticePlaceWord}:${NoticeFault}`
  | 'too_many'
  | 'too_many_tries'
  | 'username_taken'
  | Refusal
  | Role
  | Origin
  | Language
  | FreeReason
