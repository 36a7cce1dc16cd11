import type { EpochMs } from './account.ts'
import type { E164 } from './phone.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** Two days and less are said in hours: "48 hours" is exact where "2 days" leaves room. */
const LONGEST_IN_HOURS_MS = 2 * DAY_MS

/** A wait is said in minutes up to here: "90 minutes", then "2 hours". */
const LONGEST_WAIT_IN_MINUTES_MS = 90 * MINUTE_MS

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Calling codes of one or two digits (ITU-T E.164 assignments); every other one has three. */
const SHORT_CALLING_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** A duration that an operator configured, exactly: `48 hours`, `three weeks`, `10 minutes`. */
export function inWords(ms: number): string {
  if (ms >= WEEK_MS && ms % WEEK_MS === 0) return weeks(ms / WEEK_MS)
  if (ms > LONGEST_IN_HOURS_MS && ms % DAY_MS === 0) return count(ms / DAY_MS, 'day')
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return count(ms / HOUR_MS, 'hour')
  if (ms >= MINUTE_MS && ms % MINUTE_MS === 0) return count(ms / MINUTE_MS, 'minute')
  return count(Math.ceil(ms / SECOND_MS), 'second')
}

/** A day, the same wherever the process runs: `15 January 2026` in UTC. */
export function dateInWords(at: EpochMs): string {
  return new Date(at).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}

/** A moment to the minute: `15 January 2026, 09:00 UTC`. */
export function timeInWords(at: EpochMs): string {
  return `${dateInWords(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`
}

/** How long to wait, rounded up so that a try after it is never too early: `30 seconds`, `2 minutes`. */
export function waitInWords(ms: number): string {
  if (ms <= MINUTE_MS) return count(Math.max(1, Math.ceil(ms / SECOND_MS)), 'second')
  if (ms <= LONGEST_WAIT_IN_MINUTES_MS) return count(Math.ceil(ms / MINUTE_MS), 'minute')
  return count(Math.ceil(ms / HOUR_MS), 'hour')
}

/**
 * A number as pages other than the one where it is typed may show it: `+44 •••• ••• 456`.
 * The middle always has the same width, so it does not tell how long the number is.
 * Short numbers show fewer digits than `most`: four always stay hidden.
 */
export function maskPhone(phone: E164, most = 3): string {
  const digits = phone.slice(1)
  const callingCode = SHORT_CALLING_CODE.exec(digits)?.[0] ?? digits.slice(0, 3)
  const national = digits.slice(callingCode.length)
  const shown = Math.min(most, Math.max(0, national.length - 4))
  return `+${callingCode} •••• ••• ${national.slice(national.length - shown)}`.trimEnd()
}

function weeks(number: number): string {
  return `${NUMBER_WORDS[number] ?? number} ${number === 1 ? 'week' : 'weeks'}`
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
