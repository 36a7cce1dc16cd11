/*
 * A code of an authenticator app is good for its time step and, with skew, for up to ninety seconds. Somebody who
 * sees it in that time, over a shoulder or by relaying it through a page of their own, types it in a second time:
 * after the owner, in the same moment as the owner, or after a restart has made the gateway forget what it accepted.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeShown } from '../factors/authenticator.ts'
import { CHALLENGE, ENROLL_APP, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const STEP_MS = 30_000

eachStoreSet((stores) => {
  test('R5 A14 · the code that enrolled the app signs nobody in', async (t) => {
    const gate = await startGateway(t, { stores })
    const key = await appEnrolled(gate)
    const thief = await passwordGiven(gate)
    assert.equal((await thief.post(CHALLENGE, { code: codeShown(key, gate.clock.now()) })).status, 422)
    await assertOutside(gate, thief)
  })

  test('R5 A14 · a code that its owner has used is used up in every browser, and after a restart', async (t) => {
    const gate = await startGateway(t, { stores })
    const key = await appEnrolled(gate)
    const [owner, thief] = [await passwordGiven(gate), await passwordGiven(gate)]
    gate.clock.advance(STEP_MS)
    const code = codeShown(key, gate.clock.now())
    assert.equal((await owner.post(CHALLENGE, { code })).location, '/')
    assert.equal((await owner.get('/')).status, 200)

    assert.equal((await thief.post(CHALLENGE, { code })).status, 422)
    gate.clock.advance(STEP_MS)
    assert.equal((await thief.post(CHALLENGE, { code })).status, 422, 'one step later, within the skew')
    await gate.restart()
    assert.equal((await thief.post(CHALLENGE, { code })).status, 422, 'after a restart')
    await assertOutside(gate, thief)
  })

  test('R5 · a code of an older step than the one last used is dead, though within the skew', async (t) => {
    const gate = await startGateway(t, { stores })
    const key = await appEnrolled(gate)
    const [owner, thief] = [await passwordGiven(gate), await passwordGiven(gate)]
    gate.clock.advance(3 * STEP_MS)
    const seen = codeShown(key, gate.clock.now() - STEP_MS)
    assert.equal((await owner.post(CHALLENGE, { code: codeShown(key, gate.clock.now()) })).location, '/')
    assert.equal((await thief.post(CHALLENGE, { code: seen })).status, 422)
    await assertOutside(gate, thief)
  })

  test('R5 A13 · one code from six browsers in the same moment lets one of them in', async (t) => {
    const gate = await startGateway(t, { stores })
    const key = await appEnrolled(gate)
    const browsers: Visitor[] = []
    for (let count = 0; count < 6; count += 1) browsers.push(await passwordGiven(gate))
    gate.clock.advance(STEP_MS)
    const code = codeShown(key, gate.clock.now())
    await Promise.all(browsers.map((browser) => browser.post(CHALLENGE, { code })))
    const statuses = await Promise.all(browsers.map(async (browser) => (await browser.get('/')).status))
    assert.equal(statuses.filter((status) => status === 200).length, 1, statuses.join(' '))
  })
})

/** Maria enrolls an authenticator app through its page. Answers the key that the page shows. */
async function appEnrolled(gate: TestGateway): Promise<string> {
  const maria = gate.visitor()
  await signIn(maria, 'maria')
  const page = await maria.get(ENROLL_APP)
  const link = /otpauth:\/\/totp\/[^"]+/.exec(page.text)?.[0].replaceAll('&amp;', '&')
  const key = new URL(link ?? '').searchParams.get('secret')
  assert.ok(key)
  const done = await maria.post(ENROLL_APP, { code: codeShown(key, gate.clock.now()) })
  assert.equal(done.location, '/_gatehouse/enroll/done')
  return key
}

/** A browser in which Maria's password was given and her code is owed. */
async function passwordGiven(gate: TestGateway): Promise<Visitor> {
  const visitor = gate.visitor()
  assert.equal((await signIn(visitor, 'maria')).location, CHALLENGE)
  return visitor
}

async function assertOutside(gate: TestGateway, visitor: Visitor): Promise<void> {
  const before = gate.upstream.received.length
  assert.equal((await visitor.get('/')).location, CHALLENGE)
  assert.equal(gate.upstream.received.length, before)
}
