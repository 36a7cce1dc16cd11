import type { Decision, SignInOwed } from '../domain/decision.ts'
import { type ErrorCode, GatehouseError } from '../domain/errors.ts'
import type { Sentence } from '../domain/sentence.ts'

/** Every decision that reaches no app. */
export type TurnedAway = Exclude<Decision, { kind: 'forward' }> | SignInOwed

const REFUSALS: Record<Exclude<TurnedAway, SignInOwed>['kind'], [ErrorCode, Sentence]> = {
  sign_in: ['sign_in_required', { kind: 'sign_in_first' }],
  challenge: ['second_factor_required', { kind: 'second_factor_first' }],
  enroll: ['enrollment_required', { kind: 'set_up_first' }],
  deny: ['forbidden', { kind: 'app_not_for_account' }],
}

/** What a program is told that was turned away; a person gets a page instead. */
export function refusal(decision: TurnedAway): GatehouseError {
  if (decision.kind === 'credential') {
    return new GatehouseError('credential_required', { kind: decision.reason, app: decision.app.name })
  }
  const [code, sentence] = REFUSALS[decision.kind]
  return new GatehouseError(code, sentence)
}
