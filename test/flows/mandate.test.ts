import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enrollPhone, ENROLL_PHONE, policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const LATER = '/_gatehouse/enroll/later'
const DAY = 24 * 3_600_000
const MANDATED = policyYaml({ northwind: 'require_two_factor: true' })

eachStoreSet((stores) => {
  test('A19 · it covers every account of its company and no other, and needs no numbers', async (t) => {
    const gate = await startGateway(t, { stores, policy: MANDATED })
    for (const person of ['ada', 'maria'] as const) {
      const visitor = gate.visitor()
      await signIn(visitor, person)
      assert.equal((await visitor.post(LATER)).status, 403, person)
    }
    for (const person of ['carl', 'dora'] as const) {
      const visitor = gate.visitor()
      await signIn(visitor, person)
      assert.equal((await visitor.post(LATER)).location, '/', person)
    }
  })

  test('A19 · who is signed in works on: it is asked at the next sign-in', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(LATER)
    await gate.restart({ policy: MANDATED })
    assert.equal((await maria.get('/')).status, 200)
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
  })

  test('A20 · from a date on, for every company of a kind, whether anybody signs in that day or not', async (t) => {
    const policy = policyYaml({ more: 'mandates: [{ kind: partner, from: 2026-01-20 }]' })
    const gate = await startGateway(t, { stores, policy })
    assert.ok(gate.clock.now() < Date.UTC(2026, 0, 20))
    const before = gate.visitor()
    await signIn(before, 'maria')
    assert.equal((await before.post(LATER)).location, '/')

    gate.clock.set(Date.UTC(2026, 0, 20) - 1)
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE, 'the reminder is over')
    const last = gate.visitor()
    await signIn(last, 'ada')
    assert.equal((await last.post(LATER)).location, '/')
    gate.clock.advance(1)
    const after = gate.visitor()
    await signIn(after, 'ada')
    assert.equal((await after.post(LATER)).status, 403)
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    assert.equal((await carl.post(LATER)).location, '/')
  })

  test('A21 · it never comes off: not by edit, restart, an older file, or without the company for a while', async (t) => {
    const gate = await startGateway(t, { stores, policy: MANDATED })
    const without = MANDATED.replace(/ {2}northwind:[\s\S]*?(?= {2}fabrikam:)/, '').replace(
      /fabrikam:[\s\S]*?partner: northwind/,
      'fabrikam:\n    name: Fabrikam\n    kind: direct',
    )
    const edits: [string, string][] = [
      ['an older file', policyYaml()],
      ['withdrawn', policyYaml({ northwind: 'require_two_factor: false' })],
      ['a date in the future', policyYaml({ more: 'mandates: [{ kind: partner, from: 2030-01-01 }]' })],
    ]
    for (const [what, policy] of edits) {
      await gate.restart({ policy })
      const maria = gate.visitor()
      assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE, what)
      assert.equal((await maria.post(LATER)).status, 403, what)
    }
    assert.ok(!without.includes('northwind:'))
    await gate.restart({ policy: without, seeds: ['carl', 'dora'] })
    assert.equal((await signIn(gate.visitor(), 'maria')).status, 422, 'nobody of an unknown company signs in')
    await gate.restart({ policy: policyYaml() })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(LATER)).status, 403, 'added again')
  })

  test('A21 · withdrawing it in the file is reported with file and line', async (t) => {
    const gate = await startGateway(t, { stores, policy: MANDATED })
    const withdrawn = policyYaml({ northwind: 'require_two_factor: false' })
    await gate.restart({ policy: withdrawn })
    const line = withdrawn.split('\n').findIndex((text) => text.includes('require_two_factor')) + 1
    const report = gate.logged.find((entry) => entry.includes('is ignored'))
    assert.match(report ?? '', new RegExp(`policy\\.yaml:${line}`))
  })

  test('A20 A21 · a date that came while nobody signed in counts, though the file has lost it since', async (t) => {
    const gate = await startGateway(t, {
      stores,
      policy: policyYaml({ more: 'mandates: [{ kind: partner, from: 2026-01-20 }]' }),
    })
    gate.clock.set(Date.UTC(2026, 0, 21))
    await gate.restart()
    await gate.restart({ policy: policyYaml() })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(LATER)).status, 403)
  })

  test('A35 · an account without a valid number is led to enrollment and gets through it', async (t) => {
    const gate = await startGateway(t, { stores, policy: MANDATED })
    gate.clock.advance(DAY)
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
    assert.match((await maria.get(ENROLL_PHONE)).text, /Use an authenticator app instead/)
    assert.equal((await enrollPhone(gate, maria, { country: 'GB', phone: '07400 123456' })).status, 303)
    assert.equal((await maria.get('/')).status, 200)
  })
})
