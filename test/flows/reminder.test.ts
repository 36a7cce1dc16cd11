import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENROLL_PHONE, policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const LATER = '/_gatehouse/enroll/later'
const HOUR = 3_600_000

eachStoreSet((stores) => {
  test('A15 · lets in now, holds for exactly 48 hours in any browser, may be taken again', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '/cases' })
    assert.match((await maria.get(ENROLL_PHONE)).text, /Remind me in 48 hours/)
    assert.equal((await maria.post(LATER)).location, '/cases')
    assert.equal((await maria.get('/cases')).status, 200)

    gate.clock.advance(48 * HOUR - 1)
    assert.equal((await signIn(gate.visitor(), 'maria', { next: '/x' })).location, '/x')
    gate.clock.advance(1)
    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).location, ENROLL_PHONE)
    assert.equal((await again.post(LATER)).location, '/')
    assert.equal((await signIn(gate.visitor(), 'maria')).location, '/')
  })

  test('A15 · an account with a factor is never offered it', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(LATER)).location, '/_gatehouse/challenge')
    assert.deepEqual(gate.upstream.received, [])
  })

  test('A16 · under a mandate: no button, a forged request is refused, a reminder taken before is void', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(LATER)
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    assert.match((await waiting.get(ENROLL_PHONE)).text, /Remind me/)

    await gate.restart({ policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE)
    assert.doesNotMatch((await waiting.get(ENROLL_PHONE)).text, /Remind me/)
    assert.doesNotMatch((await waiting.get('/_gatehouse/enroll/app')).text, /Remind me/)
    const forged = await waiting.post(LATER)
    assert.equal(forged.status, 403)
    assert.equal((await waiting.get('/')).location, ENROLL_PHONE)
    assert.equal((await signIn(gate.visitor(), 'dora')).location, ENROLL_PHONE)
  })

  test('A17 · the operator decides per kind of company', async (t) => {
    const gate = await startGateway(t, { stores, policy: policyYaml({ more: 'reminder: { offered_to: [partner] }' }) })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    assert.doesNotMatch((await carl.get(ENROLL_PHONE)).text, /Remind me/)
    assert.equal((await carl.post(LATER)).status, 403)
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(LATER)).location, '/')
  })

  test('A15 · what is no navigation learns the same as JSON', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const answer = await maria.fetch('/api')
    assert.equal(answer.status, 401)
    assert.equal((JSON.parse(answer.text) as { code: string }).code, 'enrollment_required')
  })
})
