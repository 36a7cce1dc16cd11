/*
 * The attacker takes a store away, by flooding it or waiting for an outage, and hopes that the gateway then lets
 * through what it cannot check, forgets a limit or a mandate, or begins anew with an empty store. (What people see
 * meanwhile is in test/flows/stores-down.test.ts.)
 */
import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { createClient } from 'redis'
import { CHALLENGE, ENROLL_PHONE, policyYaml, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { freshDatabase } from '../support/postgres.ts'
import { rawUpgrade } from '../support/raw-request.ts'
import { freshRedis, startRedis } from '../support/redis.ts'
import type { Service } from '../support/service.ts'
import { scaleAt } from '../support/store-sets.ts'
import { otherCode } from '../support/totp.ts'

suite('without Redis', () => {
  let own: Service | undefined
  const redis = () => own ?? assert.fail('not started yet')
  before(async () => {
    own = await startRedis()
  })
  after(() => own?.close())

  test('R13 A1 · nobody gets in while it is away: not with a password, a code, a forged cookie, or an old one', async (t) => {
    const gate = await startGateway(t, { stores: scaleAt(await freshDatabase(), redis().url) })
    await gate.enrolled('maria')
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const code = gate.lastCode()
    const signedOut = await gate.signedIn('dora')
    await signedOut.copy().post('/_gatehouse/sign-out')
    const forged = gate.visitor()
    forged.cookies.set('gatehouse', 's%3Aforged.c2lnbmF0dXJl')
    const reached = gate.upstream.received.length

    await redis().stop()
    try {
      await t.waitFor(async () => assert.equal((await waiting.fetch('/')).status, 503))
      const statuses = [
        (await waiting.post(CHALLENGE, { code })).status,
        (await signIn(gate.visitor(), 'maria')).status,
        (await signedOut.get('/')).status,
        (await forged.get('/')).status,
        (await gate.visitor().get('/')).status,
        (await rawUpgrade(gate.origin, '/', [`Cookie: ${waiting.cookieHeader}`])).status,
      ]
      assert.deepEqual(statuses, [503, 503, 503, 303, 303, 503])
    } finally {
      await redis().start()
    }
    assert.equal(gate.upstream.received.length, reached)
    await t.waitFor(async () => assert.equal((await signedOut.fetch('/')).status, 401))
  })

  test('R2 R13 · tries are not given back by an outage', async (t) => {
    const gate = await startGateway(t, { stores: scaleAt(await freshDatabase(), redis().url) })
    await gate.enrolled('maria')
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    const code = gate.lastCode()
    for (let by = 1; by <= 3; by++) await thief.post(CHALLENGE, { code: otherCode(code, by) })
    await redis().stop()
    await redis().start()
    await t.waitFor(async () => assert.equal((await thief.get(CHALLENGE)).status, 200), { timeout: 5000 })
    assert.match((await thief.post(CHALLENGE, { code: otherCode(code, 4) })).text, /1 try left/)
  })
})

test('A21 R13 · a Redis that comes back empty has forgotten sessions, and no mandate, factor or limit', async (t) => {
  const url = await freshRedis()
  const policy = policyYaml({ fabrikam: 'require_two_factor: true' })
  const gate = await startGateway(t, { stores: scaleAt(await freshDatabase(), url), policy })
  const maria = await gate.signedIn('maria')
  const carl = gate.visitor()
  await signIn(carl, 'carl')
  gate.clock.advance(6000)
  await emptied(t, url)

  assert.match((await maria.get('/')).location ?? '', new RegExp(`^${SIGN_IN}`))
  assert.equal((await signIn(gate.visitor(), 'maria')).location, CHALLENGE, 'her factor is owed')
  const again = gate.visitor()
  assert.equal((await signIn(again, 'carl')).location, ENROLL_PHONE)
  assert.equal((await again.post('/_gatehouse/enroll/later')).status, 403, 'the mandate holds')
})

async function emptied(t: TestContext, url: string): Promise<void> {
  const client = await createClient({ url }).connect()
  t.after(() => client.destroy())
  await client.flushDb()
}
