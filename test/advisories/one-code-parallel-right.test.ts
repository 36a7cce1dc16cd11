/*
 * A code is read, compared and only then marked as used. Whoever sends it fifty times in one moment gets through
 * as often as requests fit between the reading and the marking: one code, many sessions at full level.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, MOBILES, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

eachStoreSet((stores) => {
  test('A13 · of fifty right submits of one challenge at once exactly one gets in', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, CHALLENGE)
    const tabs = Array.from({ length: 50 }, () => maria.copy())
    const code = gate.lastCode()
    const answers = await Promise.all(tabs.map((tab) => tab.post(CHALLENGE, { code })))
    assert.equal(answers.filter(({ location }) => location === '/').length, 1)

    const inside = await Promise.all(tabs.map(async (tab) => (await tab.get('/')).status))
    assert.equal(inside.filter((status) => status === 200).length, 1)
    assert.equal(gate.upstream.received.length, 1)
  })

  test('A12 A13 · of fifty right submits of one enrollment at once exactly one enrolls', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(ENROLL_PHONE, { country: 'GB', phone: MOBILES.maria })).location, CHALLENGE)
    const tabs = Array.from({ length: 50 }, () => maria.copy())
    const code = gate.lastCode()
    const answers = await Promise.all(tabs.map((tab) => tab.post(CHALLENGE, { code })))
    assert.equal(answers.filter(({ location }) => location === '/_gatehouse/enroll/done').length, 1)

    const inside = await Promise.all(tabs.map(async (tab) => (await tab.get('/')).status))
    assert.equal(inside.filter((status) => status === 200).length, 1)
  })

  test('A13 · the same code later, in a session that still waits, is worth nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const code = gate.lastCode()
    assert.equal((await maria.post(CHALLENGE, { code })).location, '/')
    const thief = gate.visitor()
    assert.equal((await signIn(thief, 'maria')).location, CHALLENGE)
    assert.notEqual(gate.lastCode(), code)
    assert.equal((await thief.post(CHALLENGE, { code })).status, 422)
    assert.equal((await thief.get('/')).location, CHALLENGE)
  })
})
