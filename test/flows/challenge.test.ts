import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, MOBILES, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode } from '../support/totp.ts'

const DELIVERY = '/_gatehouse/challenge/delivery'
const MINUTE = 60_000

eachStoreSet((stores) => {
  test('A11 · SMS or Phone Call sends a new code and ends the old one; the cooldown is held on the server', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const first = gate.lastCode()
    const sentSoFar = gate.sent.length

    const tooSoon = await maria.post(DELIVERY, { channel: 'call' })
    assert.equal(tooSoon.status, 429)
    assert.equal(tooSoon.headers['retry-after'], '30')
    assert.match(tooSoon.text, /30 seconds/)
    assert.equal(gate.sent.length, sentSoFar)

    gate.clock.advance(30_000)
    assert.equal((await maria.post(DELIVERY, { channel: 'call' })).status, 303)
    assert.equal(gate.sent.at(-1)?.channel, 'call')
    assert.match((await maria.get(CHALLENGE)).text, /calling you/)
    if (first !== gate.lastCode()) assert.equal((await maria.post(CHALLENGE, { code: first })).status, 422)
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
  })

  test('A13 · a code expires after ten minutes', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    gate.clock.advance(10 * MINUTE)
    const late = await maria.post(CHALLENGE, { code: gate.lastCode() })
    assert.equal(late.status, 422)
    assert.match(late.text, /This code has expired\. We can send a new one\./)
  })

  test('A13 R2 · five tries a code, and a new code brings no fresh start for the account', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const wrong = otherCode(gate.lastCode())
    for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'Too many tries']) {
      const answer = await maria.post(CHALLENGE, { code: wrong })
      assert.equal(answer.status, 422)
      assert.ok(answer.text.includes(left), left)
    }
    const late = await maria.post(CHALLENGE, { code: gate.lastCode() })
    assert.equal(late.status, 429, 'the right code comes too late')

    const elsewhere = gate.visitor({ from: '127.0.0.3' })
    await signIn(elsewhere, 'maria')
    assert.equal((await elsewhere.post(CHALLENGE, { code: gate.lastCode() })).status, 429, "the wait is the account's")
    gate.clock.advance(30_000)
    assert.equal((await elsewhere.post(CHALLENGE, { code: gate.lastCode() })).status, 303)
  })

  test('R2 · a code opens no other session of the same account, and a newer one elsewhere ends it', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const one = gate.visitor()
    await signIn(one, 'maria')
    const codeOfOne = gate.lastCode()
    const other = gate.visitor()
    await signIn(other, 'maria')
    if (codeOfOne !== gate.lastCode()) assert.equal((await other.post(CHALLENGE, { code: codeOfOne })).status, 422)
    assert.equal((await one.post(CHALLENGE, { code: gate.lastCode() })).status, 422)
  })

  test('A page that waited too long leads to the sign-in page, and from there to where one was going', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '/cases?id=7' })
    const next = /name="next" value="([^"]*)"/.exec((await maria.get(CHALLENGE)).text)?.[1]
    assert.equal(next, '/cases?id=7')
    gate.clock.advance(20 * MINUTE)
    const late = await maria.post(CHALLENGE, { code: gate.lastCode(), next })
    assert.equal(late.location, '/_gatehouse/sign-in?notice=expired&next=%2Fcases%3Fid%3D7')
    const evil = await maria.post(CHALLENGE, { code: gate.lastCode(), next: '//evil.example' })
    assert.equal(evil.location, '/_gatehouse/sign-in?notice=expired')
  })

  test('A code pasted with spaces and dashes works; what is no code costs no try', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    for (let i = 0; i < 20; i++) assert.equal((await maria.post(CHALLENGE, { code: 'abc' })).status, 422)
    const code = gate.lastCode()
    assert.equal((await maria.post(CHALLENGE, { code: ` ${code.slice(0, 3)} - ${code.slice(3)}` })).status, 303)
  })

  test('At most five codes an hour to a number that proves none; proved ones do not count', async (t) => {
    const gate = await startGateway(t, { stores })
    for (let i = 0; i < 7; i++) await gate.signedIn('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    for (let i = 0; i < 4; i++) {
      gate.clock.advance(MINUTE)
      assert.equal((await maria.post(DELIVERY, { channel: 'sms' })).status, 303)
    }
    gate.clock.advance(MINUTE)
    const sixth = await maria.post(DELIVERY, { channel: 'sms' })
    assert.equal(sixth.status, 429)
    assert.match(sixth.text, /You can ask for a new one in \d+ minutes/)
  })

  test('The number is masked on every page but the one where it is typed', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const page = await maria.get(CHALLENGE)
    assert.match(page.text, /\+44 •••• ••• 402/)
    assert.ok(!page.text.includes(MOBILES.maria.slice(-6)))
  })

  test('R11 · while a challenge is owed nothing else of the gateway does anything', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    for (const path of ['/_gatehouse/account', ENROLL_PHONE, '/_gatehouse/enroll/app', '/_gatehouse/enroll/done']) {
      assert.equal((await maria.get(path)).location, CHALLENGE, path)
    }
    for (const path of [ENROLL_PHONE, '/_gatehouse/enroll/app', '/_gatehouse/enroll/later']) {
      assert.equal(
        (await maria.post(path, { country: 'GB', phone: '07400 000001', code: '123456' })).location,
        CHALLENGE,
        path,
      )
    }
  })

  test('R35 · a form of another site is refused, the sign-in form too', async (t) => {
    const gate = await startGateway(t, { stores })
    const form = { username: 'maria@northwind.example', password: 'correct-horse-battery', next: '/' }
    const evil: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': '', Origin: 'null' },
      { 'Sec-Fetch-Site': '', Origin: '', Referer: 'https://evil.example/page' },
    ]
    for (const headers of evil) {
      const answer = await gate.visitor().post('/_gatehouse/sign-in', form, headers)
      assert.equal(answer.status, 403, JSON.stringify(headers))
      assert.equal(answer.headers['set-cookie'], undefined)
    }
  })
})
