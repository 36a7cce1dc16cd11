/*
 * Tries are counted with the code, or with the session. Whoever asks for a new code, or signs in again with the stolen
 * password, starts with all tries anew, and guesses for as long as they like. The same trick resets what limits
 * the messages sent, and then somebody else pays for them.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const DELIVERY = '/_gatehouse/challenge/delivery'
const COOLDOWN_MS = 30_000

eachStoreSet((stores) => {
  test('R2 R3 · a new code does not reset the count of failures', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    const statuses: number[] = []
    for (const resend of [false, true, false, true, false]) {
      if (resend) {
        gate.clock.advance(COOLDOWN_MS)
        assert.equal((await thief.post(DELIVERY, { channel: 'sms' })).status, 303)
      }
      statuses.push((await thief.post(CHALLENGE, { code: wrong(gate.lastCode()) })).status)
    }
    assert.deepEqual(statuses, [422, 422, 422, 422, 422])
    assert.equal(gate.sent.length, 4, 'one to enroll, one to sign in, two more asked for')
    assert.equal((await thief.post(CHALLENGE, { code: gate.lastCode() })).status, 429)
  })

  test('R3 · signing in again from another address does not reset the count of failures', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    for (const [session, tries] of [2, 1, 1, 1].entries()) {
      const thief = gate.visitor({ from: `127.0.0.${20 + session}` })
      await signIn(thief, 'maria')
      for (let count = 0; count < tries; count += 1) {
        assert.equal((await thief.post(CHALLENGE, { code: wrong(gate.lastCode()) })).status, 422)
      }
    }
    const thief = gate.visitor({ from: '127.0.0.30' })
    await signIn(thief, 'maria')
    assert.equal((await thief.post(CHALLENGE, { code: gate.lastCode() })).status, 429)
    assert.equal((await thief.get('/')).location, CHALLENGE)
  })

  test('A11 R6 · asking again, elsewhere or by the other channel sends no more than five codes an hour to a number', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const before = gate.sent.length
    for (let session = 0; session < 4; session += 1) {
      const thief = gate.visitor({ from: `127.0.0.${40 + session}` })
      await signIn(thief, 'maria')
      for (const channel of ['sms', 'call']) {
        await thief.post(DELIVERY, { channel })
        gate.clock.advance(COOLDOWN_MS)
        await thief.post(DELIVERY, { channel })
      }
    }
    assert.equal(gate.sent.length - before, 5)
  })

  test('A11 · the cooldown holds for requests in the same moment', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    gate.clock.advance(COOLDOWN_MS)
    const before = gate.sent.length
    await Promise.all(Array.from({ length: 20 }, () => thief.copy().post(DELIVERY, { channel: 'call' })))
    assert.equal(gate.sent.length - before, 1)
  })
})

function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}
