import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

const HOUR = 3_600_000

function enroll(visitor: Visitor, phone: string): Promise<Answer> {
  return visitor.post(ENROLL_PHONE, { country: 'GB', phone })
}

async function comesIn(gate: TestGateway, person: 'maria' | 'dora' | 'carl'): Promise<Visitor> {
  const visitor = gate.visitor()
  await signIn(visitor, person)
  return visitor
}

/** What was refused, as the trail names it. */
function refusals(gate: TestGateway): string[] {
  return gate.logged
    .map((line) => (JSON.parse(line) as { audit?: { event: string; outcome: string; reason: string } }).audit)
    .flatMap((audit) => (audit?.event === 'code_sent' && audit.outcome === 'refused' ? [audit.reason] : []))
}

eachStoreSet((stores) => {
  for (const [limit, setting] of [
    ['address', 'per_address_per_hour'],
    ['prefix', 'per_prefix_per_hour'],
    ['company', 'per_company_per_hour'],
  ] as const) {
    test(`R6 · codes to numbers not yet proved are limited per ${limit}, and an authenticator app is offered`, async (t) => {
      const gate = await startGateway(t, { stores, settings: `codes: { ${setting}: 2 }` })
      const maria = await comesIn(gate, 'maria')
      for (const phone of ['07400 123410', '07400 123411'])
        assert.equal((await enroll(maria, phone)).location, CHALLENGE)
      const answer = await enroll(maria, '07400 123412')
      assert.equal(answer.status, 429)
      assert.equal(answer.headers['retry-after'], String(HOUR / 1000))
      assert.match(answer.text, /No code can be sent for now\. Set up an authenticator app, or try again/)
      assert.match(answer.text, /value="07400 123412"/)
      assert.equal(gate.sent.length, 2)
      assert.deepEqual(refusals(gate), [limit])
      gate.clock.advance(HOUR)
      assert.equal((await enroll(await comesIn(gate, 'maria'), '07400 123412')).location, CHALLENGE)
    })
  }

  test('R6 · an office behind one address enrolls one after the other, and signs in however strict the limits are', async (t) => {
    const strict = 'codes: { per_address_per_hour: 1, per_prefix_per_hour: 1, per_company_per_hour: 1 }'
    const gate = await startGateway(t, { stores, settings: strict })
    for (const person of ['maria', 'dora', 'carl'] as const) await gate.enrolled(person)
    const waiting = await comesIn(gate, 'maria')
    const other = await comesIn(gate, 'dora')
    assert.equal(gate.sent.length, 5)
    assert.equal((await other.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
    assert.equal((await waiting.post(CHALLENGE, { code: gate.sent[3]?.code ?? '' })).location, '/')
    assert.deepEqual(refusals(gate), [])
  })

  test('R6 R13 · the budget of the day is reported at 80 %, and once it is used up nobody is sent a code or let in', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'codes: { per_day: 5 }' })
    await gate.enrolled('maria')
    await gate.enrolled('dora')
    await comesIn(gate, 'maria')
    const reported = (words: string) => gate.logged.filter((line) => line.includes(words)).length
    assert.equal(reported('four fifths of the codes'), 0)
    await comesIn(gate, 'dora')
    assert.equal(reported('four fifths of the codes'), 1)
    await enroll(await comesIn(gate, 'carl'), '07400 123404')
    assert.equal(reported('the last code of the day'), 1)

    gate.clock.advance(60_000)
    const late = await comesIn(gate, 'maria')
    assert.match((await late.get(CHALLENGE)).text, /No code can be sent for now\. Try again in .*, or ask your admin/)
    assert.equal((await late.fetch('/')).status, 401)
    assert.equal(gate.sent.length, 5)
    assert.deepEqual(refusals(gate), ['budget'])
    gate.clock.advance(24 * HOUR)
    const next = await comesIn(gate, 'maria')
    assert.equal((await next.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
  })
})
