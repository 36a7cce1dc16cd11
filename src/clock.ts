import type { Clock } from './domain/ports/clock.ts'

/** The machine's clock. Everything else is given a `Clock`, so that tests can move time. */
export const systemClock: Clock = { now: () => Date.now() }
