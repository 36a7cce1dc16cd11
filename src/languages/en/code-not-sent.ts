import type { DeliveryFault, Remedy } from '../../domain/delivery.ts'
import type { SentenceFacts } from '../../domain/sentence.ts'
import { capitalised } from '../manner.ts'

export function codeNotSent({ fault, channel, remedies }: SentenceFacts<'code_not_sent'>): string {
  return `${WHAT[fault][channel]} ${capitalised(remedies.map((remedy) => REMEDIES[remedy]).join(', or '))}.`
}

const WHAT: Record<DeliveryFault, { sms: string; call: string }> = {
  number_invalid: { sms: "This number can't be reached.", call: "This number can't be reached." },
  landline_refused: { sms: "We can't text this number.", call: "We can't call this number." },
  rate_limited: { sms: 'Too many codes were sent to this number.', call: 'Too many codes were sent to this number.' },
  region_blocked: { sms: "We can't text numbers in this country.", call: "We can't call numbers in this country." },
  fraud_blocked: {
    sms: 'Text messages to this number are blocked for now.',
    call: 'Calls to this number are blocked for now.',
  },
  lookup_not_permitted: {
    sms: "We can't tell what kind of number this is.",
    call: "We can't tell what kind of number this is.",
  },
  vendor_refused: { sms: "We couldn't text this number.", call: "We couldn't call this number." },
  vendor_unavailable: { sms: "We can't send text messages right now.", call: "We can't call you right now." },
  vendor_misconfigured: { sms: "We can't send text messages right now.", call: "We can't call you right now." },
}

const REMEDIES: Record<Remedy, string> = {
  correct_number: 'check it and enter it again',
  get_call: 'get a phone call instead',
  get_text: 'get a text message instead',
  use_app: 'use your authenticator app',
  set_up_app: 'set up an authenticator app',
  have_admin_correct: 'ask your admin to correct it',
  ask_admin: 'ask your admin for help',
  wait_ten_minutes: 'try again in ten minutes',
  wait_few_minutes: 'try again in a few minutes',
  wait_a_day: 'try again tomorrow',
}
