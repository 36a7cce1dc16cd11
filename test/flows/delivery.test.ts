import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { AuditEvent } from '../../src/domain/audit.ts'
import { ACCOUNT_SID, AUTH_TOKEN, type FakeTwilio, startFakeTwilio, VERIFY_SERVICE } from '../support/fake-twilio.ts'
import { NUMBERS } from '../support/fake-twilio-numbers.ts'
import { CHALLENGE, ENROLL_PHONE, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'
import { otherCode } from '../support/totp.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

const DELIVERY = '/_gatehouse/challenge/delivery'
const ENROLLED = '/_gatehouse/enroll/done'
const MOBILE = '+447400123456'

interface Stage {
  gate: TestGateway
  fake: FakeTwilio
  maria: Visitor
  /** What the audit trail says of codes and carriers, oldest first. */
  trail: () => string[]
}

/** A gateway whose codes travel by Twilio: Verify first, then Messages for texts and Calls for calls. Maria has signed in. */
async function openStage(t: TestContext, stores: StoreSet, lineType = 'numbering_plan'): Promise<Stage> {
  const fake = await startFakeTwilio()
  t.after(() => fake.close())
  const tokenFile = join(await tempDir(t), 'auth-token')
  await writeFile(tokenFile, `${AUTH_TOKEN}\n`)
  const settings = `
delivery:
  twilio: { account: ${ACCOUNT_SID}, auth_token: { file: "${tokenFile}" }, base_url: "${fake.url}" }
  carriers:
    verify: { twilio_verify: { service: ${VERIFY_SERVICE} } }
    texts: { twilio_messages: { from: '+15005550006' } }
    voice: { twilio_calls: { from: '+15005550006' } }
  sms: [verify, texts]
  call: [verify, voice]
  line_type: ${lineType}
`
  const gate = await startGateway(t, { stores, settings })
  const maria = gate.visitor()
  await signIn(maria, 'maria')
  return {
    gate,
    fake,
    maria,
    trail: () =>
      gate.logged
        .flatMap((line) => (JSON.parse(line) as { audit?: AuditEvent }).audit ?? [])
        .filter(({ event }) => event === 'code_sent' || event === 'carrier_failed')
        .map(({ event, outcome, reason }) => `${event} ${outcome} ${reason}`),
  }
}

function enroll(maria: Visitor, phone: string, more: Record<string, string> = {}): Promise<Answer> {
  return maria.post(ENROLL_PHONE, { country: 'GB', phone, ...more })
}

/** What people read, with the entities of HTML resolved. */
function words({ text }: Answer): string {
  return text.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function lastSent(fake: FakeTwilio, phone: string): string {
  return fake.sentTo(phone).at(-1) ?? assert.fail(`nothing was sent to ${phone}`)
}

/** What the gateway tells the vendor is on nobody's way, so it may arrive after the answer. */
async function toldVendor(fake: FakeTwilio, status: string): Promise<void> {
  while (fake.verifications.at(-1)?.status !== status) await new Promise((resolve) => setImmediate(resolve))
}

eachStoreSet((stores) => {
  test('A10 A12 · a mobile is enrolled by a code that Verify carries, and Verify hears that it was proved', async (t) => {
    const { fake, maria, trail } = await openStage(t, stores)
    assert.equal((await enroll(maria, MOBILE)).location, CHALLENGE)
    const code = lastSent(fake, MOBILE)
    assert.match(code, /^\d{6}$/)
    assert.equal((await maria.post(CHALLENGE, { code })).location, ENROLLED)
    assert.deepEqual(trail(), ['code_sent success enrollment:sms:verify'])
    await toldVendor(fake, 'approved')
    assert.deepEqual(fake.violations, [])
  })

  test('Verify hears when a code was given up', async (t) => {
    const { fake, maria } = await openStage(t, stores)
    await enroll(maria, MOBILE)
    const wrong = otherCode(lastSent(fake, MOBILE))
    for (let tried = 0; tried < 5; tried++) await maria.post(CHALLENGE, { code: wrong })
    await toldVendor(fake, 'canceled')
  })

  test('A vendor that does not hear what came of a code holds nobody up', async (t) => {
    const { gate, fake, maria } = await openStage(t, stores)
    await enroll(maria, MOBILE)
    const code = lastSent(fake, MOBILE)
    fake.down = true
    assert.equal((await maria.post(CHALLENGE, { code })).location, ENROLLED)
    while (!gate.logged.some((line) => line.includes('a carrier was not told'))) {
      await new Promise((resolve) => setImmediate(resolve))
    }
  })

  test('A landline that the carrier refuses (60205) is said so, and takes the call that is offered at once', async (t) => {
    const { fake, maria, trail } = await openStage(t, stores)
    assert.equal((await enroll(maria, NUMBERS.landline)).location, CHALLENGE)
    const page = await maria.get(CHALLENGE)
    assert.ok(
      words(page).includes("We can't text this number. Get a phone call instead, or set up an authenticator app."),
    )
    assert.match(page.text, /value="call">Phone Call/)
    assert.match(page.text, /href="\/_gatehouse\/enroll\/app"/)
    assert.doesNotMatch((await maria.get(CHALLENGE)).text, /text this number/, 'it is said once')

    assert.equal((await maria.post(DELIVERY, { channel: 'call' })).location, `${CHALLENGE}?by=phone`)
    const done = await maria.post(CHALLENGE, { code: lastSent(fake, NUMBERS.landline) })
    assert.equal(done.location, ENROLLED)
    assert.deepEqual(trail(), [
      'carrier_failed failure sms:verify:landline_refused',
      'code_sent failure enrollment:sms:landline_refused',
      'code_sent success enrollment:call:verify',
    ])
    assert.deepEqual(fake.violations, [])
  })

  test('A fraud block (60410) goes round nothing: no other carrier is asked to text', async (t) => {
    const { fake, maria, trail } = await openStage(t, stores)
    await enroll(maria, NUMBERS.fraud)
    assert.ok(
      words(await maria.get(CHALLENGE)).includes('Text messages to this number are blocked for now. Get a phone call'),
    )
    assert.deepEqual(fake.sentTo(NUMBERS.fraud), [])
    assert.deepEqual(trail(), [
      'carrier_failed failure sms:verify:fraud_blocked',
      'code_sent failure enrollment:sms:fraud_blocked',
    ])
  })

  test('A country that every carrier blocks is said so, and each was asked once', async (t) => {
    const { fake, maria, trail } = await openStage(t, stores)
    await enroll(maria, NUMBERS.region)
    assert.ok(
      words(await maria.get(CHALLENGE)).includes("We can't text numbers in this country. Get a phone call instead"),
    )
    assert.equal(fake.requests.length, 2)
    assert.deepEqual(trail(), [
      'carrier_failed failure sms:verify:region_blocked',
      'carrier_failed failure sms:texts:region_blocked',
      'code_sent failure enrollment:sms:region_blocked',
    ])
    const call = await maria.post(DELIVERY, { channel: 'call' })
    assert.equal(call.status, 502)
    assert.ok(words(call).includes("We can't call numbers in this country. Set up an authenticator app."), words(call))
    const text = await maria.post(DELIVERY, { channel: 'sms' })
    assert.ok(words(text).includes("We can't text numbers in this country. Set up an authenticator app."), words(text))
  })

  for (const [language, said] of [
    ['de', 'Richten Sie eine Authenticator-App ein.'],
    ['fr', "Configurez une application d'authentification."],
    ['es', 'Configure una aplicación de autenticación.'],
  ] as const) {
    test(`When text and call have both failed, the app is what is said · ${language}`, async (t) => {
      const { maria } = await openStage(t, stores)
      await enroll(maria, NUMBERS.region)
      const accept = { 'Accept-Language': language }
      const call = await maria.post(DELIVERY, { channel: 'call' }, accept)
      assert.equal(call.status, 502)
      assert.ok(words(call).includes(said), words(call))
    })
  }

  test('R6 · after five refused codes in an hour no carrier is asked, whatever the number; the app is offered', async (t) => {
    const { gate, fake, maria, trail } = await openStage(t, stores)
    for (let asked = 0; asked < 5; asked++) await enroll(maria, asked % 2 === 0 ? NUMBERS.invalid : NUMBERS.region)
    const before = fake.requests.length
    const answer = await enroll(maria, MOBILE)
    assert.equal(answer.status, 429)
    assert.equal(answer.headers['retry-after'], '3600')
    assert.ok(words(answer).includes('No code can be sent for now. Set up an authenticator app, or try again in'))
    assert.equal(fake.requests.length, before)
    assert.equal(trail().at(-1), 'code_sent refused refused')
    gate.clock.advance(3_600_000)
    const again = gate.visitor()
    await signIn(again, 'maria')
    assert.equal((await enroll(again, MOBILE)).location, CHALLENGE)
  })

  test('R6 · a code whose carrier was down may have been sent and counts as sent; a call may be tried at once', async (t) => {
    const { fake, maria } = await openStage(t, stores)
    for (let asked = 0; asked < 5; asked++) {
      assert.equal((await enroll(maria, NUMBERS.reset)).location, CHALLENGE)
    }
    const before = fake.requests.length
    const answer = await enroll(maria, NUMBERS.reset)
    assert.equal(answer.status, 429)
    assert.ok(words(answer).includes('Many codes were sent already.'))
    assert.equal(fake.requests.length, before)
  })

  test('When one carrier is down the next one carries the code, and the trail says which', async (t) => {
    const { fake, maria, trail } = await openStage(t, stores)
    assert.equal((await enroll(maria, NUMBERS.verifyBroken)).location, CHALLENGE)
    const text = lastSent(fake, NUMBERS.verifyBroken)
    const code = /^\d{6}(?= is your Northwind Partner Portal code)/.exec(text)?.[0] ?? ''
    assert.equal((await maria.post(CHALLENGE, { code })).location, ENROLLED)
    assert.deepEqual(trail(), [
      'carrier_failed failure sms:verify:vendor_unavailable',
      'code_sent success enrollment:sms:texts',
    ])
  })

  test('A number that cannot be reached is a message beside the field, what was typed is kept', async (t) => {
    const { maria } = await openStage(t, stores)
    const answer = await enroll(maria, '07400 200200')
    assert.equal(answer.status, 502)
    assert.ok(
      words(answer).includes(
        "This number can't be reached. Check it and enter it again, or set up an authenticator app.",
      ),
    )
    assert.match(answer.text, /value="07400 200200"/)
  })

  test('R13 · at sign-in, with every carrier down, the next page says so, and lets nobody in', async (t) => {
    const { gate, fake, maria } = await openStage(t, stores)
    await enroll(maria, MOBILE)
    await maria.post(CHALLENGE, { code: lastSent(fake, MOBILE) })
    await toldVendor(fake, 'approved')
    fake.down = true
    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE)
    assert.ok(
      words(await again.get(CHALLENGE)).includes("We can't send text messages right now. Get a phone call instead."),
    )
    assert.equal((await again.fetch('/')).status, 401)
    fake.down = false
    await again.post(DELIVERY, { channel: 'call' })
    assert.equal((await again.post(CHALLENGE, { code: lastSent(fake, MOBILE) })).location, '/')
  })

  test('A8 A9 · Lookup decides what the page offers; one that is not permitted (60601) counts as undetermined', async (t) => {
    const { gate, fake, maria } = await openStage(t, stores, 'twilio_lookup')
    assert.match((await enroll(maria, NUMBERS.landline)).text, /This looks like a landline/)
    assert.match((await enroll(maria, NUMBERS.lookupNotPermitted)).text, /This may not be a mobile number/)
    const audited = () => gate.logged.flatMap((line) => (JSON.parse(line) as { audit?: AuditEvent }).audit ?? [])
    const line = audited().find(({ event }) => event === 'carrier_failed')
    const { accountId, address, requestId, outcome, reason } = line ?? assert.fail('no line in the trail')
    assert.deepEqual([outcome, reason], ['failure', 'lookup:twilio_lookup:lookup_not_permitted'])
    assert.ok(accountId !== null && address !== null && requestId !== null)
    assert.match((await enroll(maria, NUMBERS.broken)).text, /This may not be a mobile number/)
    const ada = gate.visitor()
    await signIn(ada, 'ada')
    await ada.post('/_gatehouse/enroll/later', {})
    const stored = (await ada.get('/_gatehouse/admin/audit.jsonl?person=maria')).text
    assert.match(stored, /lookup:twilio_lookup:lookup_not_permitted/)
    assert.match(stored, /lookup:twilio_lookup:vendor_unavailable/)
    assert.match((await enroll(maria, NUMBERS.premium)).text, /We can&#39;t send codes to this kind of number/)
    assert.equal((await enroll(maria, MOBILE)).location, CHALLENGE)
    assert.deepEqual(fake.violations, [])
  })

  test('R6 · no line type is asked for, for money, where no code would be sent', async (t) => {
    const { fake, maria } = await openStage(t, stores, 'twilio_lookup')
    assert.equal((await enroll(maria, MOBILE)).location, CHALLENGE)
    const before = fake.requests.length
    assert.equal((await enroll(maria, MOBILE)).status, 429)
    assert.equal(fake.requests.length, before)
    // Of those that send nothing only so many are asked.
    const answers: number[] = []
    for (let asked = 0; asked < 20; asked++) answers.push((await enroll(maria, NUMBERS.voip)).status)
    assert.deepEqual(answers, [...Array<number>(19).fill(200), 429])
    assert.equal(fake.requests.length, before + 19)
  })

  test('R14 · log and trail hold no code, number or credential', async (t) => {
    const { gate, fake, maria } = await openStage(t, stores)
    const phones = [MOBILE, NUMBERS.landline, NUMBERS.region, NUMBERS.reset]
    for (const phone of phones) await enroll(maria, phone)
    const logged = gate.logged.join('\n')
    for (const secret of [AUTH_TOKEN, lastSent(fake, MOBILE), 'Basic ', ...phones.map((phone) => phone.slice(3))])
      assert.ok(!logged.includes(secret), secret)
  })
})
