/** Numbers to which the fake Twilio gives another answer than yes. All of them are well-formed British mobiles. */

/** An error of Twilio's; nothing at all; a connection that breaks; an answer that is no JSON. */
export type Scripted = 'silence' | 'reset' | 'garbage'
type Refusal = { status: number; code: number; message: string }

interface Answers {
  verify_sms?: Scripted | Refusal
  verify_call?: Scripted | Refusal
  messages?: Scripted | Refusal
  calls?: Scripted | Refusal
  lookups?: Scripted | Refusal | { type?: string; errorCode?: number }
}

export const NUMBERS = {
  invalid: '+447400200200',
  landline: '+447400200205',
  concurrent: '+447400200212',
  fraud: '+447400200410',
  region: '+447400200605',
  busy: '+447400200429',
  unsubscribed: '+447400200610',
  broken: '+447400200500',
  verifyBroken: '+447400200501',
  garbage: '+447400200502',
  reset: '+447400200503',
  silent: '+447400200504',
  trial: '+447400200608',
  unknownRefusal: '+447400200999',
  lookupNotPermitted: '+447400200601',
  voip: '+447400200701',
  fixedVoip: '+447400200702',
  premium: '+447400200703',
  unheardOf: '+447400200704',
  noLookup: '+447400200705',
} as const

const refusal = (status: number, code: number, message: string): Refusal => ({ status, code, message })
const everywhere = (answer: Scripted | Refusal): Answers => ({
  verify_sms: answer,
  verify_call: answer,
  messages: answer,
  calls: answer,
  lookups: answer,
})

export const SCRIPTED: Record<string, Answers> = {
  [NUMBERS.invalid]: {
    verify_sms: refusal(400, 60200, `Invalid parameter \`To\`: ${NUMBERS.invalid}`),
    verify_call: refusal(400, 60200, `Invalid parameter \`To\`: ${NUMBERS.invalid}`),
    messages: refusal(400, 21211, `Invalid 'To' Phone Number: ${NUMBERS.invalid}`),
    calls: refusal(400, 21217, 'Phone number does not appear to be valid'),
    lookups: refusal(404, 20404, 'The requested resource was not found'),
  },
  [NUMBERS.landline]: {
    verify_sms: refusal(403, 60205, 'SMS is not supported by landline phone number'),
    messages: refusal(400, 21614, `To number: ${NUMBERS.landline}, is not a mobile number`),
    lookups: { type: 'landline' },
  },
  [NUMBERS.concurrent]: {
    verify_sms: refusal(429, 60212, 'Too many concurrent requests for phone number'),
    verify_call: refusal(429, 60212, 'Too many concurrent requests for phone number'),
  },
  [NUMBERS.fraud]: {
    verify_sms: refusal(403, 60410, 'Verification delivery attempt blocked'),
    messages: refusal(400, 30450, 'Message delivery blocked'),
    calls: refusal(400, 21216, 'Account not allowed to call this number'),
  },
  [NUMBERS.region]: {
    verify_sms: refusal(403, 60605, 'The destination phone number has been blocked by Verify Geo-Permissions'),
    verify_call: refusal(403, 60605, 'The destination phone number has been blocked by Verify Geo-Permissions'),
    messages: refusal(400, 21408, 'Permission to send an SMS has not been enabled for the region'),
    calls: refusal(400, 21215, 'Account not authorized to call this number'),
  },
  [NUMBERS.busy]: everywhere(refusal(429, 20429, 'Too many requests')),
  [NUMBERS.unsubscribed]: { messages: refusal(400, 21610, 'Attempt to send to unsubscribed recipient') },
  [NUMBERS.broken]: everywhere(refusal(500, 20500, 'Internal Server Error')),
  [NUMBERS.verifyBroken]: { verify_sms: refusal(500, 20500, 'Internal Server Error') },
  [NUMBERS.garbage]: everywhere('garbage'),
  [NUMBERS.reset]: everywhere('reset'),
  [NUMBERS.silent]: everywhere('silence'),
  [NUMBERS.trial]: { messages: refusal(400, 21608, 'The number is unverified. Trial accounts cannot send to it') },
  [NUMBERS.unknownRefusal]: everywhere(refusal(400, 99999, 'Something about +447400200999')),
  [NUMBERS.lookupNotPermitted]: { lookups: { errorCode: 60601 } },
  [NUMBERS.voip]: { lookups: { type: 'nonFixedVoip' } },
  [NUMBERS.fixedVoip]: { lookups: { type: 'fixedVoip' } },
  [NUMBERS.premium]: { lookups: { type: 'premium' } },
  [NUMBERS.unheardOf]: { lookups: { type: 'constructor' } },
  [NUMBERS.noLookup]: { lookups: {} },
}
