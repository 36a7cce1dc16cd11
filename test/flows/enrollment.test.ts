import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_APP, ENROLL_PHONE, enrollPhone, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode, totpCode, typedKey } from '../support/totp.ts'

const UK_MOBILE = { country: 'GB', phone: '07400 123456' }
const UK_LANDLINE = { country: 'GB', phone: '020 7946 0958' }
const CANADA = { country: 'CA', phone: '506-234-5678' }

eachStoreSet((stores) => {
  test('A7 · a bad number is a message beside the field, what was typed is kept, nothing is sent', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const bad: [string, string, RegExp][] = [
      ['CA', '12345', /That doesn&#39;t look like a phone number in Canada\. Example: /],
      ['GB', 'call me', /That doesn&#39;t look like a phone number in United Kingdom/],
      ['XX', '07400 123456', /Choose your country/],
      ['GB', '0906 123 4567', /We can&#39;t send codes to this kind of number/],
      ['US', '800-555-0199', /We can&#39;t send codes to this kind of number/],
    ]
    for (const [country, phone, message] of bad) {
      const answer = await maria.post(ENROLL_PHONE, { country, phone, anyway: '1' })
      assert.equal(answer.status, 422, phone)
      assert.match(answer.text, message)
      assert.match(answer.text, new RegExp(`value="${phone}"`), 'what was typed is kept')
    }
    assert.deepEqual(gate.sent, [])
  })

  test('A7 A10 · a mobile gets its code by SMS, and is stored in E.164', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(ENROLL_PHONE, UK_MOBILE)).location, CHALLENGE)
    assert.deepEqual(
      gate.sent.map(({ channel, to }) => [channel, to]),
      [['sms', '+447400123456']],
    )
  })

  test('A8 A10 · a landline brings the page again with instructions; going on calls it', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const again = await maria.post(ENROLL_PHONE, UK_LANDLINE)
    assert.equal(again.status, 200)
    assert.match(again.text, /name="anyway" value="1"/)
    assert.match(again.text, /href="\/_gatehouse\/enroll\/app"/)
    assert.match(again.text, /value="020 7946 0958"/)
    assert.deepEqual(gate.sent, [])
    assert.equal((await maria.post(ENROLL_PHONE, { ...UK_LANDLINE, anyway: '1' })).location, CHALLENGE)
    assert.deepEqual(
      gate.sent.map(({ channel, to }) => [channel, to]),
      [['call', '+442079460958']],
    )
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/_gatehouse/enroll/done')
  })

  test('A9 A10 · a Canadian number cannot be determined, whatever country was chosen; going on texts it', async (t) => {
    const gate = await startGateway(t, { stores })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    for (const country of ['CA', 'US']) {
      const again = await carl.post(ENROLL_PHONE, { country, phone: CANADA.phone })
      assert.equal(again.status, 200, country)
      assert.match(again.text, /name="anyway" value="1"/)
    }
    assert.deepEqual(gate.sent, [])
    await carl.post(ENROLL_PHONE, { ...CANADA, anyway: '1' })
    assert.deepEqual(
      gate.sent.map(({ channel, to }) => [channel, to]),
      [['sms', '+15062345678']],
    )
    assert.match((await carl.get(CHALLENGE)).text, /Phone Call/)
  })

  test('A12 · leaving half-way leaves the account not enrolled', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(ENROLL_PHONE, UK_MOBILE)
    assert.equal((await maria.get('/')).location, ENROLL_PHONE)
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE)
    assert.equal((await maria.post(CHALLENGE, { code: otherCode(gate.lastCode()) })).status, 422)
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE)
    assert.deepEqual(gate.upstream.received, [])
  })

  test('A12 · a code proves the number it was sent to, and no other one typed since', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(ENROLL_PHONE, UK_MOBILE)
    const first = gate.lastCode()
    assert.equal((await maria.post(ENROLL_PHONE, UK_MOBILE)).status, 429, 'the cooldown of this number')
    const other = { country: 'GB', phone: '07400 654321' }
    assert.equal((await maria.post(ENROLL_PHONE, other)).location, CHALLENGE, 'a mistyped number is put right at once')
    if (first !== gate.lastCode()) assert.equal((await maria.post(CHALLENGE, { code: first })).status, 422)
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/_gatehouse/enroll/done')
    await signIn(gate.visitor(), 'maria')
    assert.equal(gate.sent.at(-1)?.to, '+447400654321')
  })

  test("A12 R11 · a session left open cannot enroll behind its owner's back", async (t) => {
    const gate = await startGateway(t, { stores })
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    await thief.post(ENROLL_PHONE, { country: 'GB', phone: '07400 999999' })
    const stolen = gate.lastCode()
    await thief.get(ENROLL_APP)
    await gate.enrolled('maria')
    assert.equal((await thief.post(CHALLENGE, { code: stolen })).status, 422)
    assert.equal((await thief.get(ENROLL_PHONE)).location, CHALLENGE)
    assert.equal((await thief.post(ENROLL_PHONE, UK_MOBILE)).location, CHALLENGE)
    assert.equal((await thief.get(ENROLL_APP)).location, CHALLENGE)
    assert.equal((await thief.post('/_gatehouse/enroll/later')).location, CHALLENGE)
    assert.equal((await thief.get('/')).location, CHALLENGE)
  })

  test('A14 R5 · an authenticator app is active after one right code; no code counts twice', async (t) => {
    const gate = await startGateway(t, { stores })
    const dora = gate.visitor()
    await signIn(dora, 'dora', { next: '/backup/' })
    const page = await dora.get(ENROLL_APP)
    const key = typedKey(page.text)
    assert.equal(key.length, 32, '160 bits')
    assert.equal(typedKey((await dora.get(ENROLL_APP)).text), key, 'a reload shows the same key')

    const code = totpCode(key, gate.clock.now())
    assert.equal((await dora.post(ENROLL_APP, { code: otherCode(code) })).status, 422)
    assert.equal((await dora.post(ENROLL_APP, { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` })).status, 303)
    assert.equal((await dora.get('/backup/')).status, 200)

    const again = gate.visitor()
    assert.equal((await signIn(again, 'dora')).location, CHALLENGE)
    assert.deepEqual(gate.sent, [], 'an app needs no message')
    assert.equal((await again.post(CHALLENGE, { code })).status, 422, 'the step that enrolled it is used up')
    gate.clock.advance(30_000)
    const next = totpCode(key, gate.clock.now())
    assert.equal((await again.post(CHALLENGE, { code: next })).location, '/')
    const third = gate.visitor()
    await signIn(third, 'dora')
    assert.equal((await third.post(CHALLENGE, { code: next })).status, 422, 'A14 · never twice')
    gate.clock.advance(30_000)
    assert.equal((await third.post(CHALLENGE, { code: next })).status, 422, 'nor as the step before')
  })

  test('A14 · the number on file changes only by what was proved', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(ENROLL_PHONE, UK_MOBILE)
    const elsewhere = gate.visitor()
    await signIn(elsewhere, 'maria')
    assert.doesNotMatch((await elsewhere.get(ENROLL_PHONE)).text, /07400/)
    const done = await enrollPhone(gate, elsewhere, { country: 'GB', phone: '07400 111222' })
    assert.equal(done.status, 303)
    assert.match((await elsewhere.get('/_gatehouse/account')).text, /•••• ••• 222/)
    await signIn(gate.visitor(), 'maria')
    assert.equal(gate.sent.at(-1)?.to, '+447400111222')
  })
})
