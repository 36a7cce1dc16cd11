import { DatabaseError } from 'pg'
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
  if (error instanceof DatabaseError) return FAULTY_STATEMENT.test(error.code ?? '')
  if (error instanceof Error && 'errcode' in error) return FAULTY_RESULTS.has(Number(error.errcode) & 0xff)
  return error instanceof TypeError || error instanceof RangeError
}
