export type TimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/** A number of whole units, ready to be said. */
export interface Duration {
  count: number
  unit: TimeUnit
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** Two days and less are said in hours: "48 hours" is exact where "2 days" leaves room. */
const LONGEST_IN_HOURS_MS = 2 * DAY_MS

/** A wait is said in minutes up to here: "90 minutes", then "2 hours". */
const LONGEST_WAIT_IN_MINUTES_MS = 90 * MINUTE_MS

/** A duration that an operator configured, exactly: 48 hours, 3 weeks, 10 minutes. */
export function exactDuration(ms: number): Duration {
  if (ms >= WEEK_MS && ms % WEEK_MS === 0) return { count: ms / WEEK_MS, unit: 'week' }
  if (ms > LONGEST_IN_HOURS_MS && ms % DAY_MS === 0) return { count: ms / DAY_MS, unit: 'day' }
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return { count: ms / HOUR_MS, unit: 'hour' }
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return { count: ms / MINUTE_MS, unit: 'minute' }
  return { count: Math.ceil(ms / SECOND_MS), unit: 'second' }
}

/** How long to wait, rounded up so that a try after it is never too early: 30 seconds, 2 minutes. */
export function waitDuration(ms: number): Duration {
  if (ms <= MINUTE_MS) return { count: Math.max(1, Math.ceil(ms / SECOND_MS)), unit: 'second' }
  if (ms <= LONGEST_WAIT_IN_MINUTES_MS) return { count: Math.ceil(ms / MINUTE_MS), unit: 'minute' }
  return { count: Math.ceil(ms / HOUR_MS), unit: 'hour' }
}
