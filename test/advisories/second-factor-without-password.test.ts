/*
 * The attacker has the victim's phone, or a code that was read out to them, and no password. They go straight to the
 * second form: with no session, with one of their own, with one that was signed out.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const DELIVERY = '/_gatehouse/challenge/delivery'

eachStoreSet((stores) => {
  test('A4 R2 · a right code opens nothing without the session in which the password was given', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    await gate.enrolled('carl')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const code = gate.lastCode()

    const nobody = gate.visitor()
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    const signedOut = await gate.signedIn('dora')
    await signedOut.copy().post('/_gatehouse/sign-out')
    const forged = gate.visitor()
    forged.cookies.set('gatehouse', (maria.cookies.get('gatehouse') ?? '').replace(/\..*$/, '.c2lnbmF0dXJl'))
    const extra = { code, username: 'maria@northwind.example', accountId: 'maria', level: 'full', sentCode: '{}' }
    for (const thief of [nobody, carl, signedOut, forged]) {
      const { status } = await thief.post(CHALLENGE, extra)
      assert.ok(status === 303 || status === 422, String(status))
      assert.equal((await thief.fetch('/')).status, 401)
    }
    assert.deepEqual(gate.upstream.received, [])
    assert.equal((await maria.post(CHALLENGE, { code })).location, '/', 'it was of use to its owner alone')
  })

  test('R6 · nor does anybody without a password have codes sent', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const before = gate.sent.length
    const form = { channel: 'sms', username: 'maria@northwind.example', phone: '07400 123402' }
    assert.equal((await gate.visitor().post(DELIVERY, form)).location, SIGN_IN)
    assert.equal((await gate.visitor().get(CHALLENGE)).location, SIGN_IN)
    await gate.visitor().post(SIGN_IN, { username: 'maria@northwind.example', password: 'wrong' })
    assert.equal(gate.sent.length, before)
  })
})
