import { storeUnavailable } from '../../domain/errors.ts'

/** SQLSTATE classes of a statement that is wrong in itself: bad data, broken constraint, bad SQL. */
const FAULTY_STATEMENT = /^(22|23|42)/

/** Primary result codes of the same in SQLite: ERROR, CONSTRAINT, MISMATCH, MISUSE, RANGE. */
const FAULTY_RESULTS = new Set([1, 19, 20, 21, 25])

/**
 * What an error of a database driver is to the rest of the gateway: `store_unavailable`,
 * unless it is surely our own mistake, which must not look like an outage.
 */
export function asLoss(error: unknown): unknown {
  return isOurMistake(error) ? error : storeUnavailable(error)
}

function isOurMistake(error: unknown): boolean {
  if (isSqlState(error)) return FAULTY_STATEMENT.test(error.code)
  if (error instanceof Error && 'errcode' in error) return FAULTY_RESULTS.has(Number(error.errcode) & 0xff)
  return error instanceof TypeError || error instanceof RangeError
}

/** An error that a Postgres server answered with. Told by its fields: the driver is loaded only where it is used. */
function isSqlState(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string'
}
