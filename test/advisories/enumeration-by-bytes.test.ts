/*
 * Before guessing passwords, an attacker asks which accounts there are. Any difference will do: a status, a sentence,
 * a cookie, the order of headers, a limit that only existing names run into. (Time is measured in a test of its own.)
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyYaml, SIGN_IN, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer } from '../support/visitor.ts'

/** Of the same length, so that the page that repeats it is as long. */
const NAMES = {
  exists: 'maria@northwind.example',
  nobody: 'mario@northwind.example',
}
const WRONG = 'wrong horse battery staple'

eachStoreSet((stores) => {
  test('A5 R9 · a wrong password gets the same bytes for every name, at every try', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    for (let round = 1; round <= 12; round++) {
      const [exists, nobody] = [await attempt(gate, NAMES.exists), await attempt(gate, NAMES.nobody)]
      assert.deepEqual(exists, nobody, `try ${round}`)
    }
  })

  test('A5 · the right password of an account without a company is as wrong as any', async (t) => {
    const gate = await startGateway(t, { stores })
    const [before] = policyYaml().split('  fabrikam:')
    await gate.restart({ policy: before ?? '', seeds: ['maria'] })
    const carl = await attempt(gate, 'carl@fabrikam.example', 'correct-horse-battery')
    const nobody = await attempt(gate, 'karl@fabrikam.example', 'correct-horse-battery')
    assert.equal(carl.status, 422)
    assert.deepEqual(carl, nobody)
  })

  test('A5 · the pages after the password say nothing about anybody to who gave none', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    for (const path of ['/_gatehouse/challenge', '/_gatehouse/challenge/delivery', '/_gatehouse/enroll/phone']) {
      const [one, other] = await Promise.all(
        [NAMES.exists, NAMES.nobody].map((username) =>
          gate.visitor().post(path, { username, code: '123456', channel: 'sms', country: 'GB', phone: '07400 123402' }),
        ),
      )
      assert.deepEqual(comparable(one ?? assert.fail(), ''), comparable(other ?? assert.fail(), ''))
    }
  })
})

async function attempt(gate: TestGateway, username: string, password = WRONG) {
  return comparable(await gate.visitor().post(SIGN_IN, { username, password, next: '/' }), username)
}

function comparable({ status, headers, text }: Answer, username: string) {
  const { date: _, ...rest } = headers
  return { status, headers: Object.entries(rest), text: username === '' ? text : text.replaceAll(username, 'NAME') }
}
