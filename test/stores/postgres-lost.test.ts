import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { Client } from 'pg'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'
import { freshDatabase, startPostgres } from '../support/postgres.ts'
import type { Service } from '../support/service.ts'
import { openWire } from '../support/wire.ts'
import { atOnce, newAccount, NOW, SILENT } from './directories.ts'
import { assertUnavailable } from './loss.ts'

suite('a Postgres that goes away', () => {
  let postgres: Service | undefined
  const service = () => postgres ?? assert.fail('not started yet')

  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres?.close())

  test('R13 · every store answers that it is unavailable, quickly, and comes back by itself', async (t) => {
    const directory = await open(t, service().url)
    const maria = await newAccount(directory)
    await service().stop()
    for (let round = 0; round < 2; round++) {
      await Promise.all([
        assertUnavailable(() => directory.check(), 3000),
        assertUnavailable(() => directory.accounts.findById(maria.id), 3000),
        assertUnavailable(() => directory.accounts.takeReminder(maria.id, NOW), 3000),
        assertUnavailable(() => directory.companies.latch(maria.companyId), 3000),
        assertUnavailable(() => directory.codes.countTry('code', NOW), 3000),
        assertUnavailable(() => directory.failures.begin(maria.id, NOW), 3000),
      ])
    }
    await service().start()
    await directory.check()
    assert.equal((await directory.accounts.findById(maria.id))?.remindedAt, null)
    assert.equal(await directory.accounts.takeReminder(maria.id, NOW), true)
  })

  test('R13 · what was under way when it went is an outage too, not a success', async (t) => {
    const directory = await open(t, service().url)
    const maria = await newAccount(directory)
    const holder = await holdRow(service().url, maria.id)
    const reminder = directory.accounts.takeReminder(maria.id, NOW)
    const unavailable = assertUnavailable(() => reminder, 3000)
    await t.waitFor(async () => assert.equal(await holder.waiting(), 1))
    await service().stop()
    await unavailable
    await service().start()
    assert.equal((await directory.accounts.findById(maria.id))?.remindedAt, null)
  })

  test('a gateway that starts while it is gone says so', async () => {
    await service().stop()
    await assertUnavailable(
      () => openSqlDirectory({ kind: 'postgres', url: service().url, connections: 10 }, OPTIONS),
      3000,
    )
    await service().start()
  })
})

suite('a Postgres that hangs', { concurrency: true }, () => {
  test('R13 · a Postgres that says nothing is unavailable after six seconds, and is used again once it answers', async (t) => {
    const url = await freshDatabase()
    const wire = await openWire(t, url)
    const directory = await open(t, wire.url)
    await directory.check()
    wire.hold()
    await Promise.all([
      assertUnavailable(() => directory.check(), 8000),
      assertUnavailable(() => directory.failures.begin('maria', NOW), 8000),
    ])
    wire.release()
    await directory.check()
  })

  test('R13 · a statement that waits for a lock is given up after five seconds, and changes nothing', async (t) => {
    const url = await freshDatabase()
    const directory = await open(t, url)
    const maria = await newAccount(directory)
    const holder = await holdRow(url, maria.id)
    await assertUnavailable(() => directory.accounts.takeReminder(maria.id, NOW), 7000)
    await holder.release()
    assert.equal((await directory.accounts.findById(maria.id))?.remindedAt, null)
  })
})

test('processes that start at once on an empty database migrate it once', async () => {
  const url = await freshDatabase()
  const directories = await atOnce(5, () => openSqlDirectory({ kind: 'postgres', url, connections: 10 }, OPTIONS))
  await Promise.all(directories.map((directory) => directory.check()))
  await Promise.all(directories.map((directory) => directory.close()))
})

const OPTIONS = { dataDir: '', log: SILENT }

async function open(t: TestContext, url: string): Promise<SqlDirectory> {
  const directory = await openSqlDirectory({ kind: 'postgres', url, connections: 10 }, OPTIONS)
  t.after(() => directory.close())
  return directory
}

/** Holds the row of an account, as another transaction would. */
async function holdRow(url: string, accountId: string) {
  const holder = new Client(url)
  holder.on('error', () => {})
  await holder.connect()
  await holder.query('begin')
  await holder.query('select id from accounts where id = $1 for update', [accountId])
  return {
    async waiting(): Promise<number> {
      const { rows } = await holder.query<{ n: number }>('select count(*)::int as n from pg_locks where not granted')
      return rows[0]?.n ?? 0
    },
    release: () => holder.end(),
  }
}
