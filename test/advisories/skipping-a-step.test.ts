/*
 * Sign-in is several pages, and what is owed next is only a redirect. The attacker has the password, and tries every
 * other address instead of the one they are sent to: the portal, the page after the last step, a page that enrolls a
 * factor of their own, the same from a second tab, with the Back button, or after the gateway has been restarted.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_APP, ENROLL_PHONE, enrollPhone, signIn, startGateway } from '../support/gateway.ts'
import { rawUpgrade } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const LATER = '/_gatehouse/enroll/later'
const DONE = '/_gatehouse/enroll/done'

eachStoreSet((stores) => {
  test('A4 R11 · whoever owes a challenge gets past it by no other page, before and after a restart', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    for (const when of ['at once', 'after a restart']) {
      const sent = gate.sent.length
      await assertSentTo(thief, CHALLENGE, when)
      for (const path of [ENROLL_PHONE, ENROLL_APP, DONE, '/_gatehouse/account']) {
        assert.equal((await thief.get(path)).location, CHALLENGE, `${when} ${path}`)
      }
      for (const [path, form] of Object.entries({
        [ENROLL_PHONE]: { country: 'GB', phone: '07400 999999', anyway: '1' },
        [ENROLL_APP]: { code: '123456' },
        [LATER]: {},
      })) {
        assert.equal((await thief.post(path, form)).location, CHALLENGE, `${when} ${path}`)
      }
      assert.equal(gate.sent.length, sent, 'no code went to a number of the thief’s')
      assert.equal((await rawUpgrade(gate.origin, '/ws', [`Cookie: ${thief.cookieHeader}`])).status, 401)
      await gate.restart()
    }
    assert.deepEqual(gate.upstream.received, [])
  })

  test('A12 A35 R11 · whoever owes an enrollment gets past it by no other page, and not by leaving half-way', async (t) => {
    const gate = await startGateway(t, { stores })
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    assert.equal((await thief.get(ENROLL_APP)).status, 200)
    await thief.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' })
    for (const when of ['at once', 'after a restart']) {
      await assertSentTo(thief, ENROLL_PHONE, when)
      for (const path of [DONE, '/_gatehouse/account']) {
        assert.equal((await thief.get(path)).location, ENROLL_PHONE, `${when} ${path}`)
      }
      await gate.restart()
    }
    assert.equal((await signIn(gate.visitor(), 'maria')).location, ENROLL_PHONE, 'what was begun is not enrolled')
    assert.deepEqual(gate.upstream.received, [])
  })

  test('A12 · the code for one number proves no other that was typed since, in another tab', async (t) => {
    const gate = await startGateway(t, { stores })
    const thief = gate.visitor()
    await signIn(thief, 'maria')
    await thief.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' })
    const first = gate.lastCode()
    await thief.copy().post(ENROLL_PHONE, { country: 'GB', phone: '07400 999999' })
    await thief.post(CHALLENGE, { code: first })
    await assertSentTo(thief, ENROLL_PHONE, 'after the code of the other number')
    const { location } = await thief.post(CHALLENGE, { code: gate.lastCode() })
    assert.equal(location, DONE)
  })

  test('A12 · a tab left open at the enrollment adds no second factor once there is one', async (t) => {
    const gate = await startGateway(t, { stores })
    const left = gate.visitor()
    await signIn(left, 'maria')
    const other = left.copy()
    await left.post(ENROLL_PHONE, { country: 'GB', phone: '07400 999999' })
    const code = gate.lastCode()
    await gate.enrolled('maria')
    for (const tab of [left, other]) {
      await tab.post(CHALLENGE, { code })
      await assertSentTo(tab, CHALLENGE, 'enrolled elsewhere in the meantime')
    }
  })

  test('R11 · Back to the enrollment pages from a complete session changes nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await enrollPhone(gate, maria, { country: 'GB', phone: '07400 123456' })
    const sent = gate.sent.length
    assert.equal((await maria.post(ENROLL_PHONE, { country: 'GB', phone: '07400 999999' })).location, '/')
    assert.equal((await maria.post(ENROLL_APP, { code: '123456' })).location, '/')
    assert.equal((await maria.post(LATER)).location, '/')
    assert.equal(gate.sent.length, sent)
    await signIn(maria, 'maria')
    assert.equal(gate.sent.at(-1)?.to, '+447400123456')
  })
})

async function assertSentTo(thief: Visitor, step: string, when: string): Promise<void> {
  for (const path of ['/', '/protection/', '/x.css', '/?_gatehouse=1']) {
    assert.equal((await thief.get(path)).location, step, `${when} ${path}`)
    assert.equal((await thief.fetch(path)).status, 401, `${when} ${path}`)
    const { location } = await thief.post(path)
    assert.match(location ?? '', /^\/_gatehouse\/resume\?/, `${when}: what was posted to ${path} waits`)
    assert.equal((await thief.get(location ?? '')).location, step, `${when} ${path}`)
  }
}
