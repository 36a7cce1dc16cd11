import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { Client } from 'pg'
import { sqlAccounts } from '../../src/stores/sql/accounts.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { openDirectoryReader } from '../../src/stores/sql/directory-reader.ts'
import { openPostgresReader } from '../../src/stores/sql/postgres.ts'
import { openSqliteReader } from '../../src/stores/sql/sqlite.ts'
import { freshDatabase } from '../support/postgres.ts'
import { tempDir } from '../support/temp-dir.ts'
import { newAccount, NOW, SILENT } from './directories.ts'

type Place = Parameters<typeof openSqlDirectory>[0]

const KINDS: Record<string, (t: TestContext) => Promise<Place>> = {
  SQLite: async (t) => ({ kind: 'sqlite', file: join(await tempDir(t), 'gatehouse.db') }),
  Postgres: async () => ({ kind: 'postgres', url: await freshDatabase(), connections: 2 }),
}
const OPTIONS = { dataDir: '', log: SILENT }

for (const [name, fresh] of Object.entries(KINDS)) {
  test(`${name} reader: it finds what a gateway keeps, beside it and after it`, async (t) => {
    const place = await fresh(t)
    const directory = await openSqlDirectory(place, OPTIONS)
    const maria = await newAccount(directory)
    await directory.companies.latchMandate({ companyId: maria.companyId, latchedAt: NOW, latchedBy: 'policy' }, null)
    for (const gatewayRuns of [true, false]) {
      if (!gatewayRuns) await directory.close()
      const reader = await openDirectoryReader(place, OPTIONS)
      assert.equal((await reader.accounts.findByUsername(maria.username))?.id, maria.id)
      assert.equal((await reader.companies.latch(maria.companyId))?.latchedAt, NOW)
      await reader.close()
    }
  })

  test(`A21 · ${name} reader: the database itself refuses every write`, async (t) => {
    const place = await fresh(t)
    const directory = await openSqlDirectory(place, OPTIONS)
    const maria = await newAccount(directory)
    const db = place.kind === 'sqlite' ? openSqliteReader(place.file) : openPostgresReader(place.url, SILENT)
    const refused = (error: unknown) => error instanceof Error && /readonly|read-only/.test(String(error.cause))
    await assert.rejects(sqlAccounts(db).takeReminder(maria.id, NOW), refused)
    await db.destroy()
    await directory.close()
  })

  test(`${name} reader: a database that no gateway has opened stays empty`, async (t) => {
    const place = await fresh(t)
    if (place.kind === 'sqlite') new DatabaseSync(place.file).close()
    await assert.rejects(openDirectoryReader(place, OPTIONS), /start the gateway once/)
    assert.equal(await tablesIn(place), 0)
  })
}

test('R13 · reader: a directory that is not there is made by nobody', async (t) => {
  const file = join(await tempDir(t), 'gatehouse.db')
  await assert.rejects(openDirectoryReader({ kind: 'sqlite', file }, OPTIONS), { code: 'store_unavailable' })
})

async function tablesIn(place: Place): Promise<number> {
  if (place.kind === 'sqlite') {
    const db = new DatabaseSync(place.file)
    const tables = db.prepare('select name from sqlite_master').all()
    db.close()
    return tables.length
  }
  const client = new Client(place.url)
  await client.connect()
  const { rowCount } = await client.query("select tablename from pg_tables where schemaname = 'public'")
  await client.end()
  return rowCount ?? 0
}
