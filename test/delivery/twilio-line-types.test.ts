import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLineTypes } from '../../src/delivery/line-type.ts'
import { openTwilioLineTypes } from '../../src/delivery/twilio/line-types.ts'
import type { LineType } from '../../src/domain/phone.ts'
import { NUMBERS } from '../support/fake-twilio-numbers.ts'
import { openStage, PHONE } from './twilio-stage.ts'

const TOLD: [string, LineType][] = [
  [PHONE, 'mobile'],
  [NUMBERS.landline, 'landline'],
  [NUMBERS.fixedVoip, 'landline'],
  [NUMBERS.voip, 'undetermined'],
  [NUMBERS.premium, 'refused'],
  [NUMBERS.unheardOf, 'undetermined'],
  [NUMBERS.noLookup, 'undetermined'],
]

test('A8 · Lookup tells what a number is, and what it cannot tell is undetermined', async (t) => {
  const { fake, twilio } = await openStage(t)
  const lineTypes = openTwilioLineTypes(twilio, openLineTypes())
  for (const [phone, lineType] of TOLD) assert.equal(await lineTypes.lineType(phone), lineType, phone)
  assert.equal(fake.requests[0]?.path, `/v2/PhoneNumbers/${PHONE}?Fields=line_type_intelligence`)
  assert.deepEqual(fake.violations, [])
})

test('A9 R6 · a Canadian number, and one that is never sent to, is not even asked about', async (t) => {
  const { fake, twilio } = await openStage(t)
  const lineTypes = openTwilioLineTypes(twilio, openLineTypes())
  assert.equal(await lineTypes.lineType('+15062345678'), 'undetermined')
  assert.equal(await lineTypes.lineType('+19002345678'), 'refused')
  assert.deepEqual(fake.requests, [])
})

test('A9 · a lookup that is not permitted or fails says so by a stable code', async (t) => {
  const { twilio } = await openStage(t)
  const lineTypes = openTwilioLineTypes(twilio, openLineTypes())
  await assert.rejects(lineTypes.lineType(NUMBERS.lookupNotPermitted), { fault: 'lookup_not_permitted' })
  await assert.rejects(lineTypes.lineType(NUMBERS.broken), { fault: 'vendor_unavailable' })
})
