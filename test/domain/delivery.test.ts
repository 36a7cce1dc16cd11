import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DeliveryError,
  type DeliveryFault,
  mayAnotherCarry,
  notSent,
  type OtherWays,
} from '../../src/domain/delivery.ts'
import type { Channel } from '../../src/domain/factor.ts'
import { inEnglish } from '../../src/languages/index.ts'

const ENROLLING: OtherWays = { enrolling: true, app: 'offered', failed: [] }
const APP_HELD: OtherWays = { enrolling: false, app: 'held', failed: [] }
const PHONE_ALONE: OtherWays = { enrolling: false, app: null, failed: [] }

const bothFailed = (ways: OtherWays): OtherWays => ({ ...ways, failed: ['sms', 'call'] })

const WORDS: [DeliveryFault, Channel, OtherWays, string][] = [
  [
    'number_invalid',
    'sms',
    ENROLLING,
    "This number can't be reached. Check it and enter it again, or set up an authenticator app.",
  ],
  ['number_invalid', 'sms', PHONE_ALONE, "This number can't be reached. Ask your admin to correct it."],
  ['number_invalid', 'call', APP_HELD, "This number can't be reached. Use your authenticator app."],
  [
    'landline_refused',
    'sms',
    ENROLLING,
    "We can't text this number. Get a phone call instead, or set up an authenticator app.",
  ],
  ['landline_refused', 'sms', PHONE_ALONE, "We can't text this number. Get a phone call instead."],
  ['rate_limited', 'sms', PHONE_ALONE, 'Too many codes were sent to this number. Try again in ten minutes.'],
  ['rate_limited', 'call', APP_HELD, 'Too many codes were sent to this number. Use your authenticator app.'],
  ['region_blocked', 'sms', PHONE_ALONE, "We can't text numbers in this country. Get a phone call instead."],
  [
    'region_blocked',
    'call',
    APP_HELD,
    "We can't call numbers in this country. Get a text message instead, or use your authenticator app.",
  ],
  [
    'fraud_blocked',
    'sms',
    ENROLLING,
    'Text messages to this number are blocked for now. Get a phone call instead, or set up an authenticator app.',
  ],
  ['lookup_not_permitted', 'sms', PHONE_ALONE, "We can't tell what kind of number this is. Get a phone call instead."],
  ['vendor_refused', 'call', PHONE_ALONE, "We couldn't call this number. Get a text message instead."],
  [
    'vendor_unavailable',
    'sms',
    APP_HELD,
    "We can't send text messages right now. Get a phone call instead, or use your authenticator app.",
  ],
  ['vendor_misconfigured', 'call', PHONE_ALONE, "We can't call you right now. Get a text message instead."],
  [
    'fraud_blocked',
    'call',
    bothFailed(ENROLLING),
    'Calls to this number are blocked for now. Set up an authenticator app.',
  ],
  ['region_blocked', 'sms', bothFailed(APP_HELD), "We can't text numbers in this country. Use your authenticator app."],
  [
    'region_blocked',
    'call',
    bothFailed(PHONE_ALONE),
    "We can't call numbers in this country. Ask your admin for help.",
  ],
]

for (const [fault, channel, ways, sentence] of WORDS) {
  test(`what is said of ${fault} by ${channel} · ${JSON.stringify(ways)}`, () => {
    assert.equal(inEnglish(notSent(fault, channel, ways)), sentence)
  })
}

const NEXT: [DeliveryFault, boolean][] = [
  ['number_invalid', false],
  ['landline_refused', false],
  ['rate_limited', true],
  ['region_blocked', true],
  ['fraud_blocked', false],
  ['lookup_not_permitted', false],
  ['vendor_refused', true],
  ['vendor_unavailable', true],
  ['vendor_misconfigured', true],
]

test('another carrier is asked when it may do better, and never around a fraud block', () => {
  for (const [fault, expected] of NEXT) assert.equal(mayAnotherCarry(fault), expected, fault)
})

test('the fault of several attempts is the last one', () => {
  const error = new DeliveryError([
    { carrier: 'verify', fault: 'vendor_unavailable' },
    { carrier: 'hook', fault: 'number_invalid' },
  ])
  assert.deepEqual([error.code, error.status, error.fault], ['delivery_failed', 502, 'number_invalid'])
})
