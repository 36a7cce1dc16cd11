import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { Carrier } from '../../src/delivery/carrier.ts'
import { openCalls } from '../../src/delivery/twilio/calls.ts'
import type { Twilio } from '../../src/delivery/twilio/client.ts'
import { openMessages } from '../../src/delivery/twilio/messages.ts'
import { openVerify } from '../../src/delivery/twilio/verify.ts'
import { DeliveryError, type DeliveryFault } from '../../src/domain/delivery.ts'
import { LANGUAGES } from '../../src/domain/language.ts'
import type { OutgoingMessage } from '../../src/domain/ports/delivery.ts'
import { API_KEY, AUTH_TOKEN, MESSAGING_SERVICE, VERIFY_SERVICE } from '../support/fake-twilio.ts'
import { NUMBERS } from '../support/fake-twilio-numbers.ts'
import { call, CODE, openStage, PHONE, sms } from './twilio-stage.ts'

const verifyOn = (twilio: Twilio, serviceSid = VERIFY_SERVICE) =>
  openVerify(twilio, { name: 'verify', serviceSid, locale: null })
const textsOn = (twilio: Twilio) => openMessages(twilio, { name: 'texts', sender: { from: '+15005550006' } })
const voiceOn = (twilio: Twilio) => openCalls(twilio, { name: 'voice', from: '+15005550006', language: 'en-GB' })

async function refusalOf(carrier: Carrier, message: OutgoingMessage): Promise<DeliveryError> {
  return carrier.send(message).then(
    () => assert.fail(`${carrier.name} took a message to ${message.to}`),
    (error: unknown) => (error instanceof DeliveryError ? error : assert.fail(inspect(error))),
  )
}

test('Verify carries our own code, by text and call, and its verification is the reference', async (t) => {
  const { fake, twilio } = await openStage(t)
  const verify = openVerify(twilio, { name: 'verify', serviceSid: VERIFY_SERVICE, locale: 'de' })
  const texted = await verify.send(sms())
  const called = await verify.send(call())
  assert.deepEqual(fake.sentTo(PHONE), [CODE, CODE])
  assert.deepEqual(
    fake.requests.map(({ form }) => form),
    [
      { To: PHONE, Channel: 'sms', CustomCode: CODE, Locale: 'de' },
      { To: PHONE, Channel: 'call', CustomCode: CODE, Locale: 'de' },
    ],
  )
  assert.deepEqual(texted, { carrier: 'verify', reference: fake.verifications[0]?.sid })
  assert.deepEqual(called, texted, 'what is sent while a verification is pending belongs to it')
  assert.deepEqual(fake.violations, [])
})

test("Verify's own text is in the language that the account asks for, in the operator's variety of it", async (t) => {
  const { fake, twilio } = await openStage(t)
  const localesWith = async (locale: string | null): Promise<(string | undefined)[]> => {
    fake.requests.length = 0
    const verify = openVerify(twilio, { name: 'verify', serviceSid: VERIFY_SERVICE, locale })
    await verify.send({ ...sms(), language: 'fr', languageIsAsked: true })
    await verify.send({ ...sms(), language: 'fr', languageIsAsked: false })
    return fake.requests.map(({ form }) => form['Locale'])
  }
  assert.deepEqual(await localesWith(null), ['fr', undefined])
  assert.deepEqual(await localesWith('de'), ['fr', 'de'])
  assert.deepEqual(fake.violations, [])
})

test("Verify speaks the operator's variety of a language", async (t) => {
  const { fake, twilio } = await openStage(t)
  const verify = openVerify(twilio, { name: 'verify', serviceSid: VERIFY_SERVICE, locale: 'en-GB' })
  await verify.send({ ...sms(), language: 'en', languageIsAsked: true })
  await verify.send({ ...sms(), language: 'es', languageIsAsked: true })
  assert.deepEqual(
    fake.requests.map(({ form }) => form['Locale']),
    ['en-GB', 'es'],
  )
  assert.deepEqual(fake.violations, [])
})

test('a call is read by a voice of the language that its text is in', async (t) => {
  const { fake, twilio } = await openStage(t)
  const voice = openCalls(twilio, { name: 'voice', from: '+15005550006', language: 'fr-CA' })
  for (const language of LANGUAGES) await voice.send({ ...call(), language, languageIsAsked: true })
  assert.deepEqual(
    fake.sentTo(PHONE).map((spoken) => /<Say language="([^"]*)">/.exec(spoken)?.[1]),
    ['en-GB', 'de-DE', 'fr-CA', 'es-ES'],
  )
  assert.deepEqual(fake.violations, [])
})

test('Verify hears what came of a code, and no complaint when it is over already', async (t) => {
  const { fake, twilio } = await openStage(t)
  const verify = verifyOn(twilio)
  const proved = await verify.send(sms())
  await verify.outcome?.(proved, 'proved')
  const failed = await verify.send(sms())
  await verify.outcome?.(failed, 'failed')
  assert.deepEqual(
    fake.verifications.map(({ status }) => status),
    ['approved', 'canceled'],
  )
  await verify.outcome?.(proved, 'proved')
  await verify.outcome?.({ carrier: 'verify', reference: null }, 'proved')
  assert.deepEqual(fake.violations, [])
})

test('a Verify service that does not hear is an error of its own', async (t) => {
  const { fake, twilio } = await openStage(t)
  const verify = verifyOn(twilio)
  const receipt = await verify.send(sms())
  fake.down = true
  await assert.rejects(async () => verify.outcome?.(receipt, 'proved'), { fault: 'vendor_unavailable' })
})

test('five sends to a number that proves none, and then a rate limit', async (t) => {
  const { twilio } = await openStage(t)
  const verify = verifyOn(twilio)
  for (let sent = 0; sent < 5; sent++) await verify.send(sms())
  assert.equal((await refusalOf(verify, sms())).fault, 'rate_limited')
})

test('Messages carry our own text, from a number or a messaging service', async (t) => {
  const { fake, twilio } = await openStage(t)
  const fromNumber = await textsOn(twilio).send(sms())
  await openMessages(twilio, { name: 'texts', sender: { messagingServiceSid: MESSAGING_SERVICE } }).send(sms())
  assert.match(fromNumber.reference ?? '', /^SM/)
  assert.deepEqual(
    fake.requests.map(({ form }) => form),
    [
      { To: PHONE, Body: sms().text, From: '+15005550006' },
      { To: PHONE, Body: sms().text, MessagingServiceSid: MESSAGING_SERVICE },
    ],
  )
  assert.deepEqual(fake.violations, [])
})

test('Calls read the code out twice, digit by digit, and no name of a portal adds an instruction', async (t) => {
  const { fake, twilio } = await openStage(t)
  const { reference } = await voiceOn(twilio).send(call())
  assert.match(reference ?? '', /^CA/)
  assert.deepEqual(fake.sentTo(PHONE), [
    '<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/><Say language="en-GB">This is Northwind &amp; &lt;Hangup/&gt;. Your code is: 0. 1. 2. 3. 4. 5. Again, your code is: 0. 1. 2. 3. 4. 5.</Say></Response>',
  ])
  assert.deepEqual(fake.violations, [])
})

const MEANINGS: [keyof typeof NUMBERS, 'verify' | 'texts' | 'voice', DeliveryFault][] = [
  ['invalid', 'verify', 'number_invalid'],
  ['invalid', 'texts', 'number_invalid'],
  ['invalid', 'voice', 'number_invalid'],
  ['landline', 'verify', 'landline_refused'],
  ['landline', 'texts', 'landline_refused'],
  ['concurrent', 'verify', 'rate_limited'],
  ['busy', 'texts', 'rate_limited'],
  ['fraud', 'verify', 'fraud_blocked'],
  ['fraud', 'texts', 'fraud_blocked'],
  ['fraud', 'voice', 'fraud_blocked'],
  ['region', 'verify', 'region_blocked'],
  ['region', 'texts', 'region_blocked'],
  ['region', 'voice', 'region_blocked'],
  ['unsubscribed', 'texts', 'vendor_refused'],
  ['trial', 'texts', 'vendor_misconfigured'],
  ['unknownRefusal', 'verify', 'vendor_refused'],
  ['broken', 'verify', 'vendor_unavailable'],
  ['garbage', 'texts', 'vendor_unavailable'],
  ['reset', 'voice', 'vendor_unavailable'],
]

test('every answer has a meaning, and none of it repeats number, code or credential', async (t) => {
  const { fake, twilio } = await openStage(t)
  const carriers = { verify: verifyOn(twilio), texts: textsOn(twilio), voice: voiceOn(twilio) }
  for (const [number, name, fault] of MEANINGS) {
    const message = name === 'voice' ? call(NUMBERS[number]) : sms(NUMBERS[number])
    const refusal = await refusalOf(carriers[name], message)
    assert.deepEqual(refusal.attempts, [{ carrier: name, fault }], number)
    const logged = inspect(refusal, { depth: null, showHidden: true })
    for (const secret of [CODE, NUMBERS[number].slice(1), AUTH_TOKEN, 'Basic ']) {
      assert.ok(!logged.includes(secret), `${number} by ${name}: ${logged}`)
    }
  }
  assert.deepEqual(fake.violations, [])
})

test('a landline that is refused a text takes the call', async (t) => {
  const { fake, twilio } = await openStage(t)
  await verifyOn(twilio).send(call(NUMBERS.landline))
  assert.deepEqual(fake.sentTo(NUMBERS.landline), [CODE])
})

test('an answer that does not come is given up', async (t) => {
  const { twilio } = await openStage(t, {}, 50)
  const refusal = await refusalOf(verifyOn(twilio), sms(NUMBERS.silent))
  assert.equal(refusal.fault, 'vendor_unavailable')
  assert.match(String(refusal.cause), /ECONNABORTED|ETIMEDOUT/)
})

test("an API key signs in instead of the auth token; wrong credentials and services are the operator's to mend", async (t) => {
  const { fake, twilio } = await openStage(t, { username: API_KEY.sid, password: API_KEY.secret })
  await textsOn(twilio).send(sms())
  assert.equal(fake.sentTo(PHONE).length, 1)
  const elsewhere = verifyOn(twilio, `VA${'ff'.repeat(16)}`)
  assert.equal((await refusalOf(elsewhere, sms())).fault, 'vendor_misconfigured')
  const wrong = await openStage(t, { password: 'wrong' })
  assert.equal((await refusalOf(textsOn(wrong.twilio), sms())).fault, 'vendor_misconfigured')
})

test('the package of the vendor is loaded when it is configured, and not before', () => {
  const script = `
    const { createRequire } = await import('node:module')
    const { cache } = createRequire(import.meta.url)
    const loaded = () => Object.keys(cache).some((file) => file.includes('/node_modules/twilio/'))
    await import('./src/delivery/open.ts')
    const before = loaded()
    await import('twilio')
    console.log(before, loaded())`
  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  })
  assert.equal(loaded.trim(), 'false true')
})
