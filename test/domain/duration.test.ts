import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Duration, exactDuration, type TimeUnit, waitDuration } from '../../src/domain/duration.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function durations(cases: [ms: number, count: number, unit: TimeUnit][]): [number, Duration][] {
  return cases.map(([ms, count, unit]) => [ms, { count, unit }])
}

test('durations are counted as an operator would count them', () => {
  const counted = durations([
    [30 * SECOND, 30, 'second'],
    [MINUTE, 1, 'minute'],
    [90 * SECOND, 90, 'second'],
    [10 * MINUTE, 10, 'minute'],
    [90 * MINUTE, 90, 'minute'],
    [HOUR, 1, 'hour'],
    [48 * HOUR, 48, 'hour'],
    [3 * DAY, 3, 'day'],
    [7 * DAY, 1, 'week'],
    [21 * DAY, 3, 'week'],
    [84 * DAY, 12, 'week'],
  ])
  for (const [ms, duration] of counted) assert.deepEqual(exactDuration(ms), duration)
})

test('a wait is rounded up, never down', () => {
  const counted = durations([
    [-5, 1, 'second'],
    [1, 1, 'second'],
    [29_001, 30, 'second'],
    [MINUTE, 60, 'second'],
    [MINUTE + 1, 2, 'minute'],
    [HOUR, 60, 'minute'],
    [90 * MINUTE + 1, 2, 'hour'],
    [20 * HOUR + 1, 21, 'hour'],
  ])
  for (const [ms, duration] of counted) assert.deepEqual(waitDuration(ms), duration)
})
