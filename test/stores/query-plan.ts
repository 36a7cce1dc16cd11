import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from '../../src/stores/sql/schema.ts'
import type { Stage } from './directories.ts'

/** A query as it would be sent. */
export interface Compiled {
  sql: string
  parameters: readonly unknown[]
}

/** Writes SQL as this stage's database speaks it, and runs none. */
export function speaking(stage: Stage): Kysely<Schema> {
  const sqlite = stage.directory.sqlite !== null
  return new Kysely({
    dialect: {
      createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
  })
}

/** How this stage's database would answer it, in its own words. */
export async function planOf(stage: Stage, { sql, parameters }: Compiled): Promise<string> {
  let place = 0
  const literal = (index: number) => {
    const value = parameters[index]
    return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
  }
  const filled = sql.replace(/\$(\d+)|\?/g, (_mark, number?: string) =>
    literal(number === undefined ? place++ : Number(number) - 1),
  )
  const explain = stage.directory.sqlite === null ? 'explain' : 'explain query plan'
  return (await stage.query(`${explain} ${filled}`)).map((row) => String(row['QUERY PLAN'] ?? row['detail'])).join('\n')
}
