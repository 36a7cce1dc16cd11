import type { EpochMs } from '../../src/domain/account.ts'
import type { Clock } from '../../src/domain/ports/clock.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
  set(now: EpochMs): void
}

/** A clock that stands still until the test moves it. */
export function testClock(start: EpochMs = Date.UTC(2026, 0, 15, 9)): TestClock {
  let now = start
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    set(to) {
      now = to
    },
  }
}
