import { GatehouseError } from './errors.ts'
import type { Channel } from './factor.ts'
import type { Sentence } from './sentence.ts'

/** Why a carrier did not take a message, or could not be asked about a number. Stable: log and audit trail hold these. */
export type DeliveryFault =
  | 'number_invalid'
  | 'landline_refused'
  | 'rate_limited'
  | 'region_blocked'
  | 'fraud_blocked'
  | 'lookup_not_permitted'
  | 'vendor_refused'
  | 'vendor_unavailable'
  | 'vendor_misconfigured'

/** A carrier, by its name in the configuration, that was asked and did not take the message. */
export interface FailedAttempt {
  carrier: string
  fault: DeliveryFault
}

/** Who took a message. */
export interface Receipt {
  carrier: string
  /** By what the carrier knows the message; null where it gives it no name. */
  reference: string | null
  /** Who was asked before, in order. */
  failedBefore?: readonly FailedAttempt[]
}

/** What came of a code: entered rightly, or given up after too many wrong tries. */
export type CodeOutcome = 'proved' | 'failed'

/**
 * Nobody took a message: the GatehouseError `delivery_failed`, with what the log and the audit trail need, and what
 * a page needs to say more (`notSent`). The cause never holds a code, a number or a credential.
 */
export class DeliveryError extends GatehouseError {
  readonly fault: DeliveryFault
  /** Everybody who was asked, in order. The last one's fault is `fault`. */
  readonly attempts: readonly FailedAttempt[]

  constructor(attempts: readonly [...FailedAttempt[], FailedAttempt], cause?: unknown) {
    const { fault } = attempts[attempts.length - 1]!
    super('delivery_failed', { kind: 'no_code_sent' }, { cause })
    this.attempts = attempts
    this.fault = fault
  }
}

/** No mail server took a mail: the GatehouseError `delivery_failed`. `mayPass` is true where it may take it a while later. */
export class MailError extends GatehouseError {
  readonly mayPass: boolean

  constructor(mayPass: boolean, cause: Error) {
    super('delivery_failed', { kind: 'mail_not_sent' }, { cause })
    this.mayPass = mayPass
  }
}

/** Whether the same may go out a while later. */
export function mayGoLater(error: unknown): boolean {
  if (error instanceof MailError) return error.mayPass
  return error instanceof DeliveryError && (error.fault === 'rate_limited' || error.fault === 'vendor_unavailable')
}

/** Whether it is worth asking the next carrier: not when the number itself is the trouble, and never around a fraud block. */
export function mayAnotherCarry(fault: DeliveryFault): boolean {
  return ANOTHER_MAY_CARRY[fault]
}

/** What the person may do instead, where they are now. */
export interface OtherWays {
  /** Whether the number is being enrolled, and so may still be changed. */
  enrolling: boolean
  /** An authenticator app that the account holds, or may set up now; null for neither. */
  app: 'held' | 'offered' | null
  /** By which codes have failed just now: nobody is sent in a circle. */
  failed: readonly Channel[]
}

/** What to do about a code that was not sent. */
export type Remedy =
  | 'correct_number'
  | 'get_call'
  | 'get_text'
  | 'use_app'
  | 'set_up_app'
  | 'have_admin_correct'
  | 'ask_admin'
  | 'wait_ten_minutes'
  | 'wait_few_minutes'
  | 'wait_a_day'

/** What to say when a code could not be sent by that channel: what is wrong, and what to do next. */
export function notSent(fault: DeliveryFault, channel: Channel, { enrolling, app, failed }: OtherWays): Sentence {
  const { otherChannelHelps, otherwise } = HELP[fault]
  const other = channel === 'sms' ? 'call' : 'sms'
  const remedies: Remedy[] = [
    ...(fault === 'number_invalid' && enrolling ? (['correct_number'] as const) : []),
    ...(otherChannelHelps && !failed.includes(other) ? [REMEDY_BY[other]] : []),
    ...(app === null ? [] : [app === 'held' ? ('use_app' as const) : ('set_up_app' as const)]),
  ]
  return { kind: 'code_not_sent', fault, channel, remedies: remedies.length === 0 ? [otherwise] : remedies }
}

const REMEDY_BY: Record<Channel, Remedy> = { sms: 'get_text', call: 'get_call' }

const ANOTHER_MAY_CARRY: Record<DeliveryFault, boolean> = {
  number_invalid: false,
  landline_refused: false,
  rate_limited: true,
  region_blocked: true,
  fraud_blocked: false,
  lookup_not_permitted: false,
  vendor_refused: true,
  vendor_unavailable: true,
  vendor_misconfigured: true,
}

interface Help {
  /** Whether a call may get through where a text does not, and the other way round. */
  otherChannelHelps: boolean
  /** What to do where there is no other way. */
  otherwise: Remedy
}

const HELP: Record<DeliveryFault, Help> = {
  number_invalid: { otherChannelHelps: false, otherwise: 'have_admin_correct' },
  landline_refused: { otherChannelHelps: true, otherwise: 'ask_admin' },
  rate_limited: { otherChannelHelps: false, otherwise: 'wait_ten_minutes' },
  region_blocked: { otherChannelHelps: true, otherwise: 'ask_admin' },
  fraud_blocked: { otherChannelHelps: true, otherwise: 'wait_a_day' },
  lookup_not_permitted: { otherChannelHelps: true, otherwise: 'wait_few_minutes' },
  vendor_refused: { otherChannelHelps: true, otherwise: 'wait_few_minutes' },
  vendor_unavailable: { otherChannelHelps: true, otherwise: 'wait_few_minutes' },
  vendor_misconfigured: { otherChannelHelps: true, otherwise: 'wait_few_minutes' },
}
