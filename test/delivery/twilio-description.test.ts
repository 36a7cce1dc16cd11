import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT_SID, VERIFY_SERVICE } from '../support/fake-twilio.ts'
import { openTwilioDescription, SKIPPED_WITHOUT_DESCRIPTION } from '../support/twilio-description.ts'
import { openStage, PHONE } from './twilio-stage.ts'

const options = { skip: SKIPPED_WITHOUT_DESCRIPTION }

const VERIFICATIONS = `/v2/Services/${VERIFY_SERVICE}/Verifications`
const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`
const CALLS = `/2010-04-01/Accounts/${ACCOUNT_SID}/Calls.json`

const SOUND: { method: string; path: string; form: Record<string, string> }[] = [
  { method: 'POST', path: VERIFICATIONS, form: { To: PHONE, Channel: 'sms', CustomCode: '012345' } },
  { method: 'POST', path: MESSAGES, form: { To: PHONE, From: 'Northwind', Body: 'x', ValidityPeriod: '600' } },
  { method: 'GET', path: `/v2/PhoneNumbers/${PHONE}?Fields=line_type_intelligence`, form: {} },
]

const RUBBISH: { name: string; method: string; path: string; form?: Record<string, string>; fault: RegExp }[] = [
  { name: 'an unknown path', method: 'POST', path: '/v2/Verifications', fault: /is not described/ },
  { name: 'an unknown method', method: 'PUT', path: MESSAGES, fault: /is not described/ },
  { name: 'a missing parameter', method: 'POST', path: VERIFICATIONS, form: { To: PHONE }, fault: /'Channel'/ },
  {
    name: 'an unknown parameter',
    method: 'POST',
    path: VERIFICATIONS,
    form: { To: PHONE, Channel: 'sms', Code: '012345' },
    fault: /"additionalProperty":"Code"/,
  },
  {
    name: 'a number that is none',
    method: 'POST',
    path: MESSAGES,
    form: { To: PHONE, ValidityPeriod: 'ten minutes' },
    fault: /ValidityPeriod must be integer/,
  },
  {
    name: 'a value that is not listed',
    method: 'POST',
    path: `${VERIFICATIONS}/VE${'00'.repeat(16)}`,
    form: { Status: 'approve' },
    fault: /Status must be equal to one of the allowed values/,
  },
  {
    name: 'a SID of another kind',
    method: 'POST',
    path: VERIFICATIONS.replace('/VA', '/AC'),
    fault: /ServiceSid must match/,
  },
  {
    name: 'TwiML that is none',
    method: 'POST',
    path: CALLS,
    form: { To: PHONE, From: PHONE, Twiml: 'hello' },
    fault: /Twiml must match format/,
  },
  {
    name: 'an unknown query parameter',
    method: 'GET',
    path: `/v2/PhoneNumbers/${PHONE}?Type=carrier`,
    fault: /"Type"/,
  },
]

test("the vendor's description accepts what is sound", options, () => {
  const description = openTwilioDescription(process.env['TWILIO_OPENAPI'])
  for (const request of SOUND) assert.deepEqual(description?.requestFaults(request), [], request.path)
})

for (const { name, fault, form = {}, ...request } of RUBBISH) {
  test(`the vendor's description rejects ${name}`, options, () => {
    const faults = openTwilioDescription(process.env['TWILIO_OPENAPI'])?.requestFaults({ ...request, form }) ?? []
    assert.match(faults.join('\n'), fault)
  })
}

test(
  "the vendor's description rejects answers of the wrong type, with an unknown field, and of an unknown status",
  options,
  () => {
    const description = openTwilioDescription(process.env['TWILIO_OPENAPI'])
    const started = { method: 'POST', path: VERIFICATIONS }
    const faultsOf = (status: number, body: unknown) =>
      description?.answerFaults(started, { status, body }).join('\n') ?? ''
    assert.equal(faultsOf(201, { sid: null, status: 'pending' }), '')
    assert.match(faultsOf(201, { valid: 'false' }), /\/valid must be boolean,null/)
    assert.match(faultsOf(201, { sid: 'VE1' }), /\/sid must NOT have fewer than 34 characters/)
    assert.match(faultsOf(201, { channel: 'pigeon' }), /\/channel must be equal/)
    assert.match(faultsOf(201, { code: '012345' }), /"code"/)
    assert.match(faultsOf(204, {}), /status 204 is not described/)
    assert.match(faultsOf(400, { message: 'no' }), /'code'/)
  },
)

test('the fake keeps to five checks, and approves the right code', async (t) => {
  const { fake, twilio } = await openStage(t)
  const service = twilio.client.verify.v2.services(VERIFY_SERVICE)
  await service.verifications.create({ to: PHONE, channel: 'sms', customCode: '012345' })
  for (let check = 0; check < 5; check++) {
    const { status } = await service.verificationChecks.create({ to: PHONE, code: '999999' })
    assert.equal(status, 'pending')
  }
  await assert.rejects(service.verificationChecks.create({ to: PHONE, code: '012345' }), { code: 60202 })

  const other = '+447400123457'
  await service.verifications.create({ to: other, channel: 'sms', customCode: '012345' })
  assert.equal((await service.verificationChecks.create({ to: other, code: '012345' })).status, 'approved')
  await assert.rejects(service.verificationChecks.create({ to: other, code: '012345' }), { code: 20404 })
  assert.deepEqual(fake.violations, [])
})
