import type { Decision } from '../domain/decision.ts'
import { type ErrorCode, GatehouseError } from '../domain/errors.ts'
import type { Sentence } from '../domain/sentence.ts'

/** Every decision that reaches no app. */
export type TurnedAway = Exclude<Decision, { kind: 'forward' }>

const REFUSALS: Record<TurnedAway['kind'], [ErrorCode, Sentence]> = {
  sign_in: ['sign_in_required', { kind: 'sign_in_first' }],
  challenge: ['second_factor_required', { kind: 'second_factor_first' }],
  enroll: ['enrollment_required', { kind: 'set_up_first' }],
  deny: ['forbidden', { kind: 'app_not_for_account' }],
}

/** What a program is told that was turned away; a person gets a page instead. */
export function refusal({ kind }: TurnedAway): GatehouseError {
  const [code, sentence] = REFUSALS[kind]
  return new GatehouseError(code, sentence)
}
