/*
 * Tries are counted after the comparison. Whoever sends five hundred guesses in one moment has all of them compared
 * before the first is counted, and does it again with the next code until one fits.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer } from '../support/visitor.ts'

const TRIES = 5

eachStoreSet((stores) => {
  test('A13 R3 · of five hundred wrong submits at once five are looked at, and the right code comes too late', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, CHALLENGE)
    const code = gate.lastCode()
    const tabs = Array.from({ length: 500 }, () => maria.copy())
    const answers = await Promise.all(tabs.map((tab, index) => tab.post(CHALLENGE, { code: guess(code, index + 1) })))
    assert.equal(answers.filter(lookedAt).length, TRIES)
    assert.equal(answers.filter(({ status }) => status === 429).length, 500 - TRIES)
    assert.ok(answers.every(({ status, headers }) => status !== 429 || Number(headers['retry-after']) > 0))

    assert.equal((await maria.post(CHALLENGE, { code })).status, 429)
    gate.clock.advance(60_000)
    assert.equal((await maria.post(CHALLENGE, { code })).status, 422, 'the wait is over and the code has no tries left')
    assert.equal((await maria.get('/')).location, CHALLENGE)
    assert.deepEqual(gate.upstream.received, [])
  })

  test('R3 · guesses from many sessions and addresses share one limit', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const thieves = []
    for (const from of ['127.0.0.11', '127.0.0.12', '127.0.0.13', '127.0.0.14']) {
      const thief = gate.visitor({ from })
      await signIn(thief, 'maria')
      thieves.push(thief)
    }
    const code = gate.lastCode()
    const answers = await Promise.all(
      thieves.flatMap((thief, session) =>
        Array.from({ length: 25 }, (_, index) =>
          thief.copy().post(CHALLENGE, { code: guess(code, 25 * session + index + 1) }),
        ),
      ),
    )
    assert.equal(answers.filter(lookedAt).length, TRIES)
    assert.equal(answers.filter(({ status }) => status === 429).length, 100 - TRIES)
  })
})

/** Answers about the code itself; every other one says only that it is too early for another try. */
function lookedAt({ status }: Answer): boolean {
  return status === 422
}

function guess(code: string, offset: number): string {
  return String((Number(code) + offset) % 1_000_000).padStart(6, '0')
}
