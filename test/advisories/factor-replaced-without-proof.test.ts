/*
 * The attacker has a session and nothing else: a copied cookie, an unlocked desk, a seat in the trusted office with a stolen
 * password. They enroll a factor of their own, put their number in the place of the owner's, or take the owner's factors away,
 * and from then on they are the owner.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { ACCOUNT, keptIn, NEW_PASSWORD, PASSWORD_CARD, PROOF } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { totpCode, typedKey } from '../support/totp.ts'
import type { Visitor } from '../support/visitor.ts'

const PHONE = `${ACCOUNT}/phone`
const APPS = `${ACCOUNT}/apps`
const NUMBER = { country: 'GB', phone: '07400 123499' }
const MINUTE = 60_000

eachStoreSet((stores) => {
  test('R7 · a session that was copied or left open replaces, adds and removes nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria, key, app } = await twoFactors(gate)
    gate.clock.advance(11 * MINUTE)
    const before = (await maria.get(ACCOUNT)).text
    const thief = maria.copy()
    await triesEverything(gate, thief, app)
    assert.equal(factorsIn((await maria.get(ACCOUNT)).text), factorsIn(before))
    assert.equal((await maria.fetch('/')).status, 200, 'its owner works on')
    gate.clock.advance(MINUTE)
    const again = gate.visitor({ from: '127.0.0.8' })
    await signIn(again, 'maria')
    assert.equal((await again.post('/_gatehouse/challenge', { code: totpCode(key, gate.clock.now()) })).location, '/')
  })

  test('R7 A25 · nor does a stolen password in the trusted office, though it was typed a moment ago', async (t) => {
    const gate = await startGateway(t, { stores })
    const { maria, app } = await twoFactors(gate)
    // Adding a factor has begun the 21 days anew.
    await maria.post('/_gatehouse/sign-out')
    gate.clock.advance(MINUTE)
    await passed(gate)
    const thief = gate.visitor({ from: '127.0.0.2' })
    assert.equal((await signIn(thief, 'maria')).location, '/')
    const before = factorsIn((await thief.get(ACCOUNT)).text)
    await triesEverything(gate, thief, app)
    assert.equal(factorsIn((await thief.get(ACCOUNT)).text), before)
  })

  test('R7 · the code of a new number proves nothing before the old factor does', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const thief = maria.copy()
    const sent = gate.sent.length
    const kept = keptIn(await thief.post(PHONE, NUMBER))
    await thief.post(PROOF, { for: kept, password: PASSWORD })
    // The code went to the owner's phone: the thief holds the new one.
    assert.deepEqual(
      gate.sent.slice(sent).map(({ to }) => to),
      ['+447400123402'],
    )
    for (const path of [`${PHONE}/code`, `${PHONE}/code/delivery`]) {
      assert.equal((await thief.post(path, { code: '000000', channel: 'sms' })).location, ACCOUNT, path)
    }
    assert.equal(gate.sent.length, sent + 1)
  })

  test('R7 · a key that was asked for while the proof was fresh is added by no code once it is old', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.post(APPS)).location, `${APPS}/new`)
    const key = typedKey((await maria.get(`${APPS}/new`)).text)
    gate.clock.advance(11 * MINUTE)
    keptIn(await maria.copy().post(`${APPS}/new`, { code: totpCode(key, gate.clock.now()) }))
    assert.doesNotMatch((await maria.get(ACCOUNT)).text, /account\/apps\//)
  })

  test('R7 · nor is it shown: its owner may add it yet, and whoever copied it would hold the same codes', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    await maria.post(APPS)
    const key = typedKey((await maria.get(`${APPS}/new`)).text)
    gate.clock.advance(10 * MINUTE)
    assert.equal(typedKey((await maria.get(`${APPS}/new`)).text), key, 'shown as long as the proof is fresh')
    gate.clock.advance(MINUTE)
    const thief = maria.copy()
    const hidden = await thief.get(`${APPS}/new`)
    assert.equal(hidden.status, 409)
    assert.match(hidden.text, /it isn&#39;t shown any more\. Add the app again/)
    const posted = await thief.post(`${APPS}/new`, { name: 'x'.repeat(51), code: '000000' })
    for (const { text } of [hidden, posted]) assert.doesNotMatch(text, /otpauth:|class="qr"|id="key"/)

    const kept = keptIn(await maria.post(`${APPS}/new`, { code: totpCode(key, gate.clock.now()) }))
    gate.clock.advance(MINUTE)
    await maria.post(PROOF, { for: kept, password: PASSWORD })
    const late = await maria.post(PROOF, { for: kept, code: gate.lastCode() })
    assert.equal(late.location ?? late.status, 422, 'a code of then is over')
    assert.equal(typedKey(late.text), key, 'shown again after the proof')
    const added = await maria.post(`${APPS}/new`, { code: totpCode(key, gate.clock.now()) })
    assert.equal(added.location, `${ACCOUNT}?done=app_added`)
  })

  test('R7 · what was kept for one session is done by no other, not even of the same account', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(PASSWORD_CARD, NEW_PASSWORD))
    const other = await gate.signedIn('maria')
    assert.equal((await other.post(PROOF, { for: kept, password: PASSWORD })).status, 409)
    assert.equal((await signIn(gate.visitor(), 'maria')).status, 303, 'the password is what it was')
  })
})

/** Maria with a phone and an app, and a session in which both were proved. */
async function twoFactors(gate: TestGateway): Promise<{ maria: Visitor; key: string; app: string }> {
  const maria = await gate.signedIn('maria')
  await maria.post(APPS)
  const key = typedKey((await maria.get(`${APPS}/new`)).text)
  await maria.post(`${APPS}/new`, { code: totpCode(key, gate.clock.now()) })
  const [, app = ''] = /href="(\/_gatehouse\/account\/apps\/[^"]+)"/.exec((await maria.get(ACCOUNT)).text) ?? []
  assert.notEqual(app, '')
  return { maria, key, app }
}

/** Maria passes a challenge, so that the office asks her for none. */
async function passed(gate: TestGateway): Promise<void> {
  const maria = gate.visitor()
  await signIn(maria, 'maria')
  await maria.post('/_gatehouse/challenge/delivery', { channel: 'sms' })
  const done = await maria.post('/_gatehouse/challenge', { by: 'phone', code: gate.lastCode() })
  assert.equal(done.location, '/')
}

/** Each is led to the proof, and none is done by a wrong password, a wrong code, or a guess at the page that comes after. */
async function triesEverything(gate: TestGateway, thief: Visitor, app: string): Promise<void> {
  const posts: [string, Record<string, string>][] = [
    [PHONE, NUMBER],
    [`${PHONE}/removal`, {}],
    [APPS, {}],
    [`${app}/removal`, {}],
    [PASSWORD_CARD, NEW_PASSWORD],
  ]
  const sent = gate.sent.length
  for (const [path, form] of posts) {
    const kept = keptIn(await thief.post(path, form))
    for (const guess of [{ password: 'a guess' }, { code: '000000' }, { password: 'a guess', code: '000000' }, {}]) {
      const answer = await thief.post(PROOF, { for: kept, ...guess })
      assert.ok(
        [422, 429].includes(answer.status) || answer.location?.startsWith(PROOF),
        `${path} ${answer.status} ${answer.location}`,
      )
    }
  }
  assert.equal((await thief.get(`${APPS}/new`)).location, ACCOUNT)
  assert.equal(gate.sent.length, sent, 'and no code was sent anywhere')
}

function factorsIn(html: string): string {
  const [, cards = ''] = /<h2 id="phone">([^]*?)<h2 id="sessions">/.exec(html) ?? []
  assert.notEqual(cards, '')
  return cards
}
