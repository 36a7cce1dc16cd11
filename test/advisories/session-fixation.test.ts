/*
 * The attacker puts a session id that they know into the victim's browser: at a shared machine, from another site of
 * the same domain, or through a link. If the gateway goes on with that id when the victim signs in, the attacker holds
 * a session of the victim's.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

eachStoreSet((stores) => {
  test('R1 · whoever only looks is given no session that could be planted', async (t) => {
    const gate = await startGateway(t, { stores })
    const stranger = gate.visitor()
    for (const path of ['/', SIGN_IN, CHALLENGE, '/_gatehouse/account', '/_gatehouse/nothing']) {
      assert.equal((await stranger.get(path)).headers['set-cookie'], undefined, path)
    }
    await stranger.post(SIGN_IN, { username: 'maria@northwind.example', password: 'wrong' })
    assert.equal(stranger.cookies.size, 0)
  })

  test('R1 A6 · an invented id is never taken over', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const planted of ['chosen-by-the-attacker', 's%3Achosen.by-the-attacker', 's:chosen', 'j:{"id":1}', '%', '']) {
      const victim = gate.visitor()
      victim.cookies.set('gatehouse', planted)
      const attacker = victim.copy()
      await signIn(victim, 'maria')
      assert.notEqual(victim.cookies.get('gatehouse'), planted)
      assert.match((await attacker.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
      assert.match((await attacker.get('/_gatehouse/enroll/phone')).location ?? '', /^\/_gatehouse\/sign-in/)
    }
  })

  test('R1 A6 · a session of the attacker’s own, waiting or complete, does not become the victim’s', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const waiting = gate.visitor()
    await signIn(waiting, 'carl')
    const complete = await gate.signedIn('dora')
    for (const attacker of [waiting, complete]) {
      const victim = attacker.copy()
      await signIn(victim, 'maria')
      await assertNotMaria(gate, attacker)
      const passed = await victim.post(CHALLENGE, { code: gate.lastCode() })
      assert.equal(passed.location, '/')
      await assertNotMaria(gate, attacker)
      await victim.get('/')
      assert.equal(gate.upstream.received.at(-1)?.headers['x-gatehouse-user'], 'maria@northwind.example')
    }
  })

  test('R1 · the id from between password and code opens nothing once the code was right', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const victim = gate.visitor()
    await signIn(victim, 'maria')
    const attacker = victim.copy()
    await victim.post(CHALLENGE, { code: gate.lastCode() })
    await assertNotMaria(gate, attacker)
    await victim.post('/_gatehouse/sign-out')
    await assertNotMaria(gate, attacker)
  })
})

async function assertNotMaria(gate: TestGateway, attacker: Visitor): Promise<void> {
  const before = gate.upstream.received.length
  const page = await attacker.get('/')
  assert.equal(page.status, 303)
  assert.equal((await attacker.fetch('/')).status, 401)
  assert.doesNotMatch((await attacker.get('/_gatehouse/account')).text, /maria/)
  assert.equal(gate.upstream.received.length, before)
}
