/** Few enough that a statement stays below the 32,766 parameters of SQLite and Postgres' 65,535. */
const ROWS_PER_STATEMENT = 1000

/** Rows of up to 32 values, as many at a time as one statement takes. */
export function inBatches<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS_PER_STATEMENT) }, (_, index) =>
    all.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  )
}
