import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLockedForGood, refusedUntil, waitAfterMs, withoutWait } from '../../src/domain/failure.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

test('R3 · every fifth failure in a row brings a wait: 30 s, then twice as long, an hour at most', () => {
  const waits: [failures: number, waitMs: number][] = [
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 30 * SECOND],
    [6, 0],
    [9, 0],
    [10, MINUTE],
    [11, 0],
    [15, 2 * MINUTE],
    [20, 4 * MINUTE],
    [25, 8 * MINUTE],
    [30, 16 * MINUTE],
    [35, 32 * MINUTE],
    [40, HOUR],
    [45, HOUR],
    [95, HOUR],
  ]
  for (const [failures, waitMs] of waits) {
    assert.equal(waitAfterMs(failures), waitMs, `after ${failures} failures`)
  }
})

test('R3 · a try is refused until the wait is over, and allowed at its very end', () => {
  const lastAt = 1_000_000
  assert.equal(refusedUntil({ inARow: 4, lastAt }, lastAt), null)
  assert.equal(refusedUntil({ inARow: 5, lastAt }, lastAt), lastAt + 30 * SECOND)
  assert.equal(refusedUntil({ inARow: 5, lastAt }, lastAt + 30 * SECOND - 1), lastAt + 30 * SECOND)
  assert.equal(refusedUntil({ inARow: 5, lastAt }, lastAt + 30 * SECOND), null)
  assert.equal(refusedUntil({ inARow: 6, lastAt }, lastAt), null)
})

test('R3 · after a clock that ran backwards a wait is still a wait, and no wait is none', () => {
  const lastAt = 1_000_000
  assert.equal(refusedUntil({ inARow: 5, lastAt }, lastAt - HOUR), lastAt + 30 * SECOND)
  assert.equal(refusedUntil({ inARow: 4, lastAt }, lastAt - HOUR), null)
})

test('R3 · at a hundred failures in a row nothing more is allowed, however long one waits', () => {
  const lastAt = 1_000_000
  assert.equal(refusedUntil({ inARow: 99, lastAt }, lastAt), null)
  for (const later of [0, HOUR, 24 * HOUR, 1000 * 24 * HOUR]) {
    assert.equal(refusedUntil({ inARow: 100, lastAt }, lastAt + later), lastAt + later + 24 * HOUR)
  }
})

test('R3 · a wait that is ended is over, the count stays, and nothing ends the lock at a hundred', () => {
  const lastAt = 1_000_000
  for (const [inARow, now] of [
    [5, lastAt],
    [45, lastAt + MINUTE],
    [95, lastAt + 2 * HOUR],
  ] as const) {
    const ended = withoutWait({ inARow, lastAt }, now)
    assert.equal(ended.inARow, inARow)
    assert.ok(ended.lastAt <= lastAt)
    assert.equal(refusedUntil(ended, now), null)
    assert.ok(!isLockedForGood(ended))
  }
  assert.ok(isLockedForGood({ inARow: 100 }))
  assert.notEqual(refusedUntil(withoutWait({ inARow: 100, lastAt }, lastAt), lastAt), null)
})
