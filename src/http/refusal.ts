import type { Decision } from '../domain/decision.ts'
import { type ErrorCode, GatehouseError } from '../domain/errors.ts'

/** Every decision that reaches no app. */
export type TurnedAway = Exclude<Decision, { kind: 'forward' }>

const REFUSALS: Record<TurnedAway['kind'], [ErrorCode, string]> = {
  sign_in: ['sign_in_required', 'Sign in first.'],
  challenge: ['second_factor_required', 'Finish signing in with your second factor first.'],
  enroll: ['enrollment_required', 'Set up two-factor authentication first.'],
  deny: ['forbidden', 'This account may not enter this application.'],
}

/** What a program is told that was turned away; a person gets a page instead. */
export function refusal({ kind }: TurnedAway): GatehouseError {
  const [code, message] = REFUSALS[kind]
  return new GatehouseError(code, message)
}
