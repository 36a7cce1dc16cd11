import { GatehouseError } from './errors.ts'
import type { Channel } from './factor.ts'

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
 * a page needs to say more (`undeliveredWords`). The cause never holds a code, a number or a credential.
 */
export class DeliveryError extends GatehouseError {
  readonly fault: DeliveryFault
  /** Everybody who was asked, in order. The last one's fault is `fault`. */
  readonly attempts: readonly FailedAttempt[]

  constructor(attempts: readonly [...FailedAttempt[], FailedAttempt], cause?: unknown) {
    const { fault } = attempts[attempts.length - 1]!
    super('delivery_failed', "We couldn't send a code. Try again in a few minutes.", { cause })
    this.attempts = attempts
    this.fault = fault
  }
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
}

/** What to say when a code could not be sent by that channel: what is wrong, and what to do next. */
export function undeliveredWords(fault: DeliveryFault, channel: Channel, { enrolling, app }: OtherWays): string {
  const { [channel]: what, otherChannelHelps, otherwise } = WORDS[fault]
  const remedies = [
    ...(fault === 'number_invalid' && enrolling ? ['check it and enter it again'] : []),
    ...(otherChannelHelps ? [channel === 'sms' ? 'get a phone call instead' : 'get a text message instead'] : []),
    ...(app === null ? [] : [app === 'held' ? 'use your authenticator app' : 'set up an authenticator app']),
  ]
  const advice = (remedies.length === 0 ? [otherwise] : remedies).join(', or ')
  return `${what} ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`
}

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

interface Words {
  sms: string
  call: string
  /** Whether a call may get through where a text does not, and the other way round. */
  otherChannelHelps: boolean
  /** What to do where there is no other way. */
  otherwise: string
}

const WORDS: Record<DeliveryFault, Words> = {
  number_invalid: {
    sms: "This number can't be reached.",
    call: "This number can't be reached.",
    otherChannelHelps: false,
    otherwise: 'ask your admin to correct it',
  },
  landline_refused: {
    sms: "We can't text this number.",
    call: "We can't call this number.",
    otherChannelHelps: true,
    otherwise: 'ask your admin for help',
  },
  rate_limited: {
    sms: 'Too many codes were sent to this number.',
    call: 'Too many codes were sent to this number.',
    otherChannelHelps: false,
    otherwise: 'try again in ten minutes',
  },
  region_blocked: {
    sms: "We can't text numbers in this country.",
    call: "We can't call numbers in this country.",
    otherChannelHelps: true,
    otherwise: 'ask your admin for help',
  },
  fraud_blocked: {
    sms: 'Text messages to this number are blocked for now.',
    call: 'Calls to this number are blocked for now.',
    otherChannelHelps: true,
    otherwise: 'try again tomorrow',
  },
  lookup_not_permitted: {
    sms: "We can't tell what kind of number this is.",
    call: "We can't tell what kind of number this is.",
    otherChannelHelps: true,
    otherwise: 'try again in a few minutes',
  },
  vendor_refused: {
    sms: "We couldn't text this number.",
    call: "We couldn't call this number.",
    otherChannelHelps: true,
    otherwise: 'try again in a few minutes',
  },
  vendor_unavailable: {
    sms: "We can't send text messages right now.",
    call: "We can't call you right now.",
    otherChannelHelps: true,
    otherwise: 'try again in a few minutes',
  },
  vendor_misconfigured: {
    sms: "We can't send text messages right now.",
    call: "We can't call you right now.",
    otherChannelHelps: true,
    otherwise: 'try again in a few minutes',
  },
}
