/*
 * The attacker has an admin's password and a seat in a trusted network, where no code is asked for. They guess codes where a
 * sensitive change asks for one, and end each wait themselves on the page where admins unlock people; or two admins' sessions
 * unlock each other. Without R3 in the way every code there is would be looked at.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employeePlace } from '../support/employees.ts'
import { CHALLENGE, signIn, startGateway } from '../support/gateway.ts'
import { keptIn, NEW_PASSWORD, PASSWORD_CARD, PROOF } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode } from '../support/totp.ts'

const UNLOCK = { confirm: 'unlock' }

eachStoreSet((stores) => {
  test('R3 · an admin ends no wait of their own: five wrong codes are looked at, and no sixth', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('ada')
    const thief = gate.visitor({ from: '127.0.0.2' })
    assert.equal((await signIn(thief, 'ada')).location, '/', 'the office asks for no code')
    const kept = keptIn(await thief.post(PASSWORD_CARD, NEW_PASSWORD))
    const right = gate.lastCode()
    for (let by = 1; by <= 5; by++) {
      assert.equal((await thief.post(PROOF, { for: kept, code: otherCode(right, by) })).status, 422)
    }
    const place = await employeePlace(thief, 'ada')
    const { text } = await thief.get(place)
    assert.match(text, /Locked after 5 wrong codes in a row/)
    assert.match(text, /only another admin can unlock or disable it/)
    assert.doesNotMatch(text, new RegExp(`${place}/lock`))
    assert.equal((await thief.get(`${place}/lock`)).location, place)
    const refused = await thief.post(`${place}/lock`, UNLOCK)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /role="alert"[^>]*><p>You can&#39;t unlock yourself/)
    assert.doesNotMatch(refused.text, /name="confirm"/)
    assert.equal((await thief.post(PROOF, { for: kept, code: right })).status, 429)
  })

  test('R3 · of two admins who unlock each other, each has a hundred wrong codes in a row, and no more', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    await ada.post(await employeePlace(ada, 'maria'), { role: 'admin' })
    const maria = gate.visitor()
    gate.clock.advance(60_000)
    await signIn(maria, 'maria')
    const [place, right] = [await employeePlace(ada, 'maria'), gate.lastCode()]
    let lookedAt = 0
    for (let tries = 1; tries <= 150; tries++) {
      const { status } = await maria.post(CHALLENGE, { code: otherCode(right, tries) })
      if (status === 422) lookedAt += 1
      else await ada.post(`${place}/lock`, UNLOCK)
    }
    assert.equal(lookedAt, 100)
    const { text } = await ada.get(place)
    assert.match(text, /Locked after 100 wrong codes in a row/)
    assert.match(text, /only the operator of the portal can unlock this account/)
    assert.doesNotMatch(text, new RegExp(`${place}/lock`))
    assert.equal((await ada.post(`${place}/lock`, UNLOCK)).location, place)
    assert.equal((await maria.post(CHALLENGE, { code: right })).status, 429)
  })
})
