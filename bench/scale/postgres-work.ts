import { Client } from 'pg'

/** What a database did since the last question, by pg_stat_statements. */
export interface PostgresWork {
  ms: number
  /** 8 KiB each, from memory or not. */
  pages: number
  /** Statements, and the rows that they read for somebody or wrote. */
  callsAndRows: number
  /** The statement that read most of them. */
  widest: string
}

/** What `startPostgres` needs to be told; and memory, as a server of a directory of that size has it. */
export const COUNTING = {
  shared_preload_libraries: 'pg_stat_statements',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
}

export interface PostgresCounter {
  /** Begins anew. */
  reset(): Promise<void>
  read(): Promise<PostgresWork>
  close(): Promise<void>
}

const PAGES = 'shared_blks_hit + shared_blks_read'
const OF_THIS_DATABASE = `from pg_stat_statements join pg_database on pg_database.oid = dbid
  where datname = current_database() and query not like '%pg_stat_statements%'`

export async function countPostgres(url: string): Promise<PostgresCounter> {
  const client = new Client(url)
  await client.connect()
  await client.query('create extension if not exists pg_stat_statements')
  return {
    async reset() {
      await client.query(
        'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)',
      )
    },
    async read() {
      const sums = await client.query<{ ms: number; pages: string | null; n: string | null }>(
        `select coalesce(sum(total_exec_time), 0) as ms, sum(${PAGES}) as pages, sum(calls + rows) as n ${OF_THIS_DATABASE}`,
      )
      const widest = await client.query<{ query: string }>(
        `select query ${OF_THIS_DATABASE} order by ${PAGES} desc limit 1`,
      )
      const { ms = 0, pages = null, n = null } = sums.rows[0] ?? {}
      return { ms, pages: Number(pages), callsAndRows: Number(n), widest: widest.rows[0]?.query ?? '' }
    },
    close: () => client.end(),
  }
}
