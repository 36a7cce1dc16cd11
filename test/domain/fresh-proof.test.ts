import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FreshProofFacts, proofOwed, provesFactor } from '../../src/domain/fresh-proof.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 15, 9)
const FACTS: Omit<FreshProofFacts, 'proved'> = { hasFactor: true, maxAgeMs: 10 * MINUTE, now: NOW }

const TABLE: [what: string, facts: Partial<FreshProofFacts>, owed: ReturnType<typeof proofOwed>][] = [
  ['both just now', proved(0, 0), null],
  ['both ten minutes ago', proved(10, 10), null],
  ['the password longer ago', proved(10.001, 1), 'password'],
  ['the factor longer ago', proved(1, 10.001), 'factor'],
  ['both longer ago: the password first', proved(11, 11), 'password'],
  ['a trusted network or a reminder instead of the factor', proved(1, null), 'factor'],
  ['no factor held: the password is all', { ...proved(1, null), hasFactor: false }, null],
  ['no factor held, and the password long ago', { ...proved(11, null), hasFactor: false }, 'password'],
  ['a clock of another process that is a little ahead', proved(-0.5, -0.5), null],
  ['a clock that ran backwards', proved(-5, 1), 'password'],
  ['a factor proved in the future', proved(1, -5), 'factor'],
  ['a session that notes nothing', { proved: undefined }, 'password'],
]

for (const [what, facts, owed] of TABLE) {
  test(`R7 A25 · ${what}: ${owed ?? 'nothing'} is owed`, () => {
    assert.equal(proofOwed({ ...FACTS, proved: undefined, ...facts }), owed)
  })
}

test('A25 · a session that became full by trusted network or reminder has proved no factor', () => {
  const ways = ['phone', 'totp', 'enrollment', 'reminder', 'trusted_network'] as const
  assert.deepEqual(
    ways.filter((by) => provesFactor(by)),
    ['phone', 'totp', 'enrollment'],
  )
})

function proved(passwordMinutes: number, factorMinutes: number | null): Pick<FreshProofFacts, 'proved'> {
  const at = (minutes: number): number => NOW - minutes * MINUTE
  return {
    proved: { passwordAt: at(passwordMinutes), factorAt: factorMinutes === null ? null : at(factorMinutes) },
  }
}
