import type { EpochMs } from './account.ts'

const DAY = /^\d{4}-\d\d-\d\d$/
const TIME = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** A day (00:00 UTC) or a time with its zone (RFC 3339); null for anything else. */
export function readInstant(typed: string): EpochMs | null {
  if (!DAY.test(typed) && !TIME.test(typed)) return null
  // Date takes the 30th of February for the 2nd of March.
  const day = typed.slice(0, 10)
  const midnight = Date.parse(day)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null
  return Date.parse(typed)
}
