/** Fills a directory in bulk: accounts as an import adds them, factors beside them. */
import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { Client } from 'pg'
import { pino } from 'pino'
import type { Settings } from '../../src/config/settings.ts'
import { hashArgon2id } from '../../src/factors/hashes/argon2.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { accountAt, companyAt, PASSWORD } from './people.ts'

export interface Size {
  accounts: number
  companies: number
}

const AT_ONCE = 50_000

/** For a file that is thrown away: pages that are written many times need to reach it once. */
const FAST = ['pragma synchronous = off', 'pragma cache_size = -2000000']

/** Whoever has a number is enrolled with it. */
const ADD_FACTORS = `insert into factors (id, account_id, kind, phone, line_type, activated_at)
  select 'factor of ' || id, id, 'phone', phone, 'mobile', 0 from accounts
  where phone is not null and not exists (select 1 from factors where account_id = accounts.id)`

export async function fillDirectory(
  settings: Settings['stores']['directory'],
  { accounts, companies }: Size,
): Promise<void> {
  const directory = await openSqlDirectory(settings, { dataDir: '/', log: pino({ level: 'silent' }) })
  if (directory.sqlite !== null) {
    for (const pragma of FAST) await sql.raw(pragma).execute(directory.sqlite)
  }
  const hash = await hashArgon2id(PASSWORD, randomBytes(16))
  await directory.companies.sync(Array.from({ length: companies }, (_, index) => companyAt(index)))
  for (let from = 0; from < accounts; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, accounts - from) }, (_, offset) =>
      accountAt(from + offset, companies, hash),
    )
    await directory.administration.addAll(some, 'account_imported', { at: Date.now(), actor: 'bench' })
  }
  await directory.close()
  await runWithoutTimeLimit(settings, ADD_FACTORS)
  // As autovacuum does by itself some minutes after that many rows.
  if (settings.kind === 'postgres') await runWithoutTimeLimit(settings, 'vacuum analyze')
}

export async function runWithoutTimeLimit(settings: Settings['stores']['directory'], statement: string): Promise<void> {
  if (settings.kind === 'sqlite') {
    const db = new DatabaseSync(settings.file, { timeout: 60_000 })
    for (const each of [...FAST, statement]) db.exec(each)
    db.close()
    return
  }
  const client = new Client(settings.url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
