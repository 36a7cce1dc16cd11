import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CHALLENGE,
  ENROLL_APP,
  PASSWORD,
  PEOPLE,
  policyYaml,
  SIGN_IN,
  signIn,
  startGateway,
} from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode, totpCode, typedKey } from '../support/totp.ts'
import { ACCOUNT, keptIn, NEW_PASSWORD, PASSWORD_CARD, PROOF, provedByPhone } from '../support/proof.ts'

const MINUTE = 60_000

eachStoreSet((stores) => {
  test('R7 · within ten minutes of password and factor nothing is asked; after that, both, and nothing is retyped', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(10 * MINUTE)
    assert.equal((await maria.post(PASSWORD_CARD, NEW_PASSWORD)).location, `${ACCOUNT}?done=password`)

    gate.clock.advance(10 * MINUTE + 1)
    const asked = await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD })
    const kept = keptIn(asked)
    const page = await maria.get(`${PROOF}?for=${kept}`)
    assert.match(page.text, /<h1>Confirm it&#39;s you<\/h1>/)
    assert.ok(!page.text.includes(PASSWORD))
    const step = await maria.post(PROOF, { for: kept, password: NEW_PASSWORD['new-password'] })
    assert.equal(step.location, `${PROOF}?for=${kept}`)
    assert.match((await maria.get(`${PROOF}?for=${kept}`)).text, /Enter the 6-digit code/)
    const done = await maria.post(PROOF, { for: kept, code: gate.lastCode() })
    assert.equal(done.location, `${ACCOUNT}?done=password`)
    assert.match((await maria.get(`${ACCOUNT}?done=password`)).text, /Your password was changed/)

    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE, 'the first password is the password again')
    for (const secret of [PASSWORD, ...Object.values(NEW_PASSWORD), ...gate.sent.map(({ code }) => `"${code}"`)]) {
      assert.ok(!gate.logged.some((line) => line.includes(secret)), 'R14: neither a password nor a code is in the log')
    }
  })

  test('R7 · an account without a factor proves its password alone', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post('/_gatehouse/enroll/later')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    assert.doesNotMatch((await maria.get(`${PROOF}?for=${kept}`)).text, /then a code/)
    const done = await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.equal(done.location, `${ACCOUNT}?done=password`)
  })

  test('A25 · a sign-in that a trusted network let through has proved no factor: it is asked for, at once', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor({ from: '127.0.0.2' })
    assert.equal((await signIn(maria, 'maria')).location, '/', 'the office asks for no code')
    const asked = await maria.post(PASSWORD_CARD, NEW_PASSWORD)
    const kept = keptIn(asked)
    assert.match((await maria.get(`${PROOF}?for=${kept}`)).text, /Enter the 6-digit code/, 'the password is fresh')
    assert.equal((await maria.post(PROOF, { for: kept, code: otherCode(gate.lastCode()) })).status, 422)
    assert.equal((await maria.post(PROOF, { for: kept, password: PASSWORD })).location, `${PROOF}?for=${kept}`)
    assert.equal((await signIn(gate.visitor(), 'maria')).status, 303, 'the old password holds until then')
    gate.clock.advance(MINUTE)
    await maria.post(`${PROOF}/delivery`, { for: kept, channel: 'sms' })
    assert.equal((await maria.post(PROOF, { for: kept, code: gate.lastCode() })).location, `${ACCOUNT}?done=password`)
    assert.equal((await signIn(gate.visitor(), 'maria')).status, 422)
  })

  test('R7 · an authenticator app proves it, and another way is offered as at a sign-in', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const key = typedKey((await maria.get(ENROLL_APP)).text)
    await maria.post(ENROLL_APP, { code: totpCode(key, gate.clock.now()) })
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.match((await maria.get(`${PROOF}?for=${kept}`)).text, /from your authenticator app/)
    const code = totpCode(key, gate.clock.now())
    assert.equal((await maria.post(PROOF, { for: kept, code, by: 'totp' })).location, `${ACCOUNT}?done=password`)
    assert.equal(gate.sent.length, 0)
  })

  test('R1 · the proof brings a new session id, and a copied cookie has no part in it', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const thief = maria.copy()
    const before = maria.cookieHeader
    await provedByPhone(gate, maria, keptIn(await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD })))
    assert.notEqual(maria.cookieHeader, before)
    assert.equal((await thief.fetch('/')).status, 401)
    assert.equal((await maria.fetch('/')).status, 200)
  })

  test('R1 · so does its first half: whoever copied the cookie before is out, and what waited goes along', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD }))
    const [thief, before] = [maria.copy(), maria.cookieHeader]
    const step = await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.equal(step.location, `${PROOF}?for=${kept}`)
    assert.notEqual(maria.cookieHeader, before)
    assert.equal((await thief.fetch('/')).status, 401)
    assert.match((await thief.post(PROOF, { for: kept, code: gate.lastCode() })).location ?? '', /sign-in/)
    const done = await maria.post(PROOF, { for: kept, code: gate.lastCode() })
    assert.equal(done.location, `${ACCOUNT}?done=password`)

    gate.clock.advance(11 * MINUTE)
    const late = keptIn(await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD }))
    gate.clock.advance(14 * MINUTE)
    await maria.post(PROOF, { for: late, password: PASSWORD })
    gate.clock.advance(MINUTE)
    const over = await maria.post(PROOF, { for: late, code: gate.lastCode() })
    assert.equal(over.status, 409, 'it waits no longer for having moved')
  })

  test('R3 · wrong passwords and codes count as at a sign-in, here and there together', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    for (let i = 0; i < 10; i++) {
      const wrong = await maria.post(PROOF, { for: kept, password: `wrong ${i}` })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, /id="password-fault"[^>]*>That isn&#39;t your password/)
    }
    const slowed = await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.equal(slowed.status, 429)
    assert.equal(slowed.headers['retry-after'], '120')
    const form = { username: PEOPLE.maria, password: PASSWORD, next: '/' }
    assert.equal((await gate.visitor().post(SIGN_IN, form)).status, 429)
  })

  test('R3 · five wrong codes at a proof make the next sign-in wait', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    await maria.post(PROOF, { for: kept, password: PASSWORD })
    const right = gate.lastCode()
    for (let i = 1; i <= 5; i++)
      assert.equal((await maria.post(PROOF, { for: kept, code: otherCode(right, i) })).status, 422)
    const late = await maria.post(PROOF, { for: kept, code: right })
    assert.equal(late.status, 429)
    assert.equal(late.headers['retry-after'], '30')
    const elsewhere = gate.visitor()
    await signIn(elsewhere, 'maria')
    assert.equal((await elsewhere.post(CHALLENGE, { code: gate.lastCode() })).status, 429)
    const failures = gate.logged.filter((line) => line.includes('"event":"proof"') && line.includes('"failure"'))
    assert.equal(failures.length, 5 + 1)
  })

  test('R2 · the code is bound to its purpose: that of a sign-in proves nothing here, and the other way round', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    await maria.post(PROOF, { for: kept, password: PASSWORD })
    const ofProof = gate.lastCode()
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const ofSignIn = gate.lastCode()
    if (ofProof !== ofSignIn) {
      assert.equal((await waiting.post(CHALLENGE, { code: ofProof })).status, 422)
      assert.equal((await maria.post(PROOF, { for: kept, code: ofSignIn })).status, 422)
    }
    assert.equal((await waiting.post(CHALLENGE, { code: ofSignIn })).location, '/')
  })

  test('R7 · what waits is done once, however many tabs prove it at once', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post('/_gatehouse/enroll/later')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    const tabs = Array.from({ length: 8 }, () => maria.copy())
    const answers = await Promise.all(tabs.map((tab) => tab.post(PROOF, { for: kept, password: PASSWORD })))
    assert.equal(answers.filter(({ location }) => location === `${ACCOUNT}?done=password`).length, 1)
    const again = await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.notEqual(again.location, `${ACCOUNT}?done=password`)
  })

  test('R7 · a second tab, the back button, a page that waited too long: each says how things stand, and does nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const first = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    const second = keptIn(await maria.post(PASSWORD_CARD, { 'new-password': 'a third password of hers' }))
    const replaced = await maria.post(PROOF, { for: first, password: PASSWORD })
    assert.equal(replaced.status, 409)
    assert.match(replaced.text, /<h1>This page is out of date<\/h1>/)
    gate.clock.advance(15 * MINUTE)
    assert.equal((await maria.post(PROOF, { for: second, password: PASSWORD })).status, 409, 'it waited too long')

    const third = keptIn(await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD }))
    await provedByPhone(gate, maria, third)
    assert.match((await maria.get(`${PROOF}?for=${third}`)).text, /out of date/, 'it is done')
    for (const odd of ['%00', 'x%00y', '__proto__', '%F0%9F%90%B4']) {
      assert.match((await maria.get(`${PROOF}?for=${odd}`)).text, /out of date/, odd)
    }
    for (const form of [{ for: third }, { for: 'x' }, {}]) {
      assert.equal((await maria.post(PROOF, { ...form, password: PASSWORD })).status, 409)
    }
    const stranger = await gate.signedIn('dora')
    gate.clock.advance(11 * MINUTE)
    const fourth = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    assert.equal((await stranger.post(PROOF, { for: fourth, password: PASSWORD })).status, 409)
  })

  test('R11 R35 · neither another site, nor who owes a second factor, nor who signed out, proves anything', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    assert.equal((await maria.post(PASSWORD_CARD, NEW_PASSWORD, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    const form = { for: kept, password: PASSWORD }
    assert.equal((await maria.post(PROOF, form, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    assert.equal((await waiting.post(PROOF, form)).location, CHALLENGE)
    assert.equal((await waiting.post(PASSWORD_CARD, NEW_PASSWORD)).location, CHALLENGE)
    const tab = maria.copy()
    await tab.post('/_gatehouse/sign-out')
    const late = await maria.post(PROOF, { ...form, next: ACCOUNT })
    assert.equal(late.location, `${SIGN_IN}?notice=expired&next=${encodeURIComponent(ACCOUNT)}`)
  })

  test('R7 · a program is told by a stable code; a person without a mistake in the form is asked only then', async (t) => {
    const gate = await startGateway(t, { stores, policy: policyYaml() })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const script = { Accept: '*/*', 'Sec-Fetch-Mode': 'cors' }
    const told = await maria.post(PASSWORD_CARD, NEW_PASSWORD, script)
    assert.equal(told.status, 401)
    assert.equal(problemCode(told), 'proof_required')
    const short = await maria.post(PASSWORD_CARD, { 'new-password': 'short' })
    assert.equal(short.status, 422)
    assert.match(short.text, /id="new-password-fault"[^>]*>Use at least 8 characters/)
  })

  test('R7 · how old a proof may be is configured', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'session: { fresh_proof: 2m }' })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(2 * MINUTE)
    assert.equal((await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD })).location, `${ACCOUNT}?done=password`)
    gate.clock.advance(2 * MINUTE + 1)
    assert.notEqual(keptIn(await maria.post(PASSWORD_CARD, { 'new-password': PASSWORD })), '')
  })
})
