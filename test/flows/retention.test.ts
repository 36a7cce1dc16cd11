import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import type { AuditLine } from '../../src/domain/audit.ts'
import { openAudit } from '../../src/audit.ts'
import { silentMeter } from '../../src/domain/meter.ts'
import { openRetention } from '../../src/retention.ts'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'
import { testClock } from '../support/clock.ts'
import { signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const DAY = 24 * 3_600_000
const HOUR = 3_600_000
const log = pino({ level: 'silent' })

/** When each line was removed, as the log says it: one of the trail itself for each time. */
function expired(gate: TestGateway): string[] {
  return gate.logged
    .flatMap((line) => (JSON.parse(line) as { audit?: AuditLine }).audit ?? [])
    .filter(({ event }) => event === 'audit_expired')
    .map(({ reason }) => reason ?? '')
}

eachStoreSet((stores) => {
  test('lines older than the configuration says are removed, to the millisecond, and that is a line itself', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'audit: { retention: 30d }' })
    // Whoever stops waits for what is being removed.
    const startAndStop = async (changes?: { settings: string }) => {
      await gate.restart(changes)
      await gate.restart(changes)
    }
    await signIn(gate.visitor(), 'maria')
    gate.clock.advance(DAY)
    await signIn(gate.visitor(), 'maria')
    gate.clock.advance(29 * DAY)
    await startAndStop()
    assert.deepEqual(expired(gate), [], 'exactly as old is kept')
    gate.clock.advance(HOUR)
    await startAndStop()
    assert.deepEqual(expired(gate), ['5 before 2026-01-15T10:00:00.000Z'], 'four accounts and a sign-in')
    gate.clock.advance(1000 * DAY)
    await startAndStop({ settings: '' })
    assert.equal(expired(gate).length, 1, 'with nothing said, they are kept for good')
  })

  test('over several processes it runs once an hour, in batches; nobody else removes a line', async (t) => {
    const fresh = await stores.fresh()
    const open = () => openSqlDirectory(fresh.settings.directory, { dataDir: '/', log })
    const first = await open()
    // In one process, one that waits for the lock of SQLite would keep it from being let go.
    const alone = fresh.settings.directory.kind === 'sqlite'
    const directories: SqlDirectory[] = alone ? [first, first, first] : [first, await open(), await open()]
    const clock = testClock()
    t.after(async () => {
      for (const directory of new Set(directories)) await directory.close()
      await fresh.dispose()
    })
    const facts = { accountId: null, address: null, requestId: null, outcome: 'success', reason: null } as const
    const append = (at: number) => first.audit.append({ ...facts, at, event: 'sign_in', companyId: 'northwind' })
    for (let index = 0; index < 1234; index += 1) await append(clock.now() + index)
    clock.advance(30 * DAY + 1230)

    const started = directories.map(({ audit: trail }) => {
      const audit = openAudit({ trail, meter: silentMeter, clock, log })
      return openRetention({ trail, keptMs: () => 30 * DAY, audit, clock, log })
    })
    const left = async () => {
      const search = { companyId: 'northwind', person: null, event: null, address: null, from: null, until: null }
      return (await first.audit.page(search, { before: null, limit: 2000 })).lines.length
    }
    await Promise.all(started.map((retention) => retention.run()))
    assert.equal(await left(), 4)
    const turns = await Promise.all(directories.map(({ audit }) => audit.claimRetention(clock.now() + HOUR, HOUR)))
    assert.equal(turns.filter(Boolean).length, 1)
    await Promise.all(started.map((retention) => retention.close()))
    // Between its transactions, nothing may go.
    assert.equal(await first.audit.expire(clock.now() - 30 * DAY, 10), 0)
  })
})
