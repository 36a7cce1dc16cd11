import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite, test } from 'node:test'
import { createClient } from 'redis'
import type { Revocation } from '../../src/domain/ports/sessions.ts'
import { openEmbeddedSessions } from '../../src/stores/sessions/embedded.ts'
import { openRedisSessions } from '../../src/stores/sessions/redis.ts'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'
import { testClock } from '../support/clock.ts'
import { freshRedis, redisAt } from '../support/redis.ts'
import { newAccount, NOW, SILENT } from './directories.ts'
import { fullSession, LIMITS, load, save, type SessionStage, sessionStoreContract } from './sessions.contract.ts'

const MINUTE = 60_000

suite('embedded sessions', () => {
  const clock = testClock()
  let opened: (SessionStage & { directory: SqlDirectory; raw: DatabaseSync }) | undefined
  let dataDir = ''
  const stage = () => opened ?? assert.fail('not open yet')

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-stores-'))
    const directory = await openSqlDirectory({ kind: 'sqlite', file: 'gatehouse.db' }, { dataDir, log: SILENT })
    assert.ok(directory.sqlite)
    const sessions = openEmbeddedSessions(directory.sqlite, { clock, limits: LIMITS })
    const raw = new DatabaseSync(join(dataDir, 'gatehouse.db'))
    const leftMs = async (id: string) => {
      const row = raw.prepare('select expires_at from sessions where id = ? and ended_at is null').get(id)
      return Math.max(0, Number(row?.expires_at ?? 0) - clock.now())
    }
    opened = { sessions, clock, leftMs, directory, raw }
  })
  after(async () => {
    opened?.raw.close()
    await opened?.directory.close()
    await rm(dataDir, { recursive: true })
  })

  sessionStoreContract(stage, 0)

  test('a session that was idle too long is gone, to the millisecond, and every use starts the time anew', async () => {
    const { sessions } = stage()
    const id = randomUUID()
    await save(sessions, id, fullSession(clock.now()))
    clock.advance(LIMITS.idleMs - 1)
    await sessions.reader.touch(id)
    clock.advance(LIMITS.idleMs - 1)
    assert.ok(await sessions.reader.read(id))
    clock.advance(1)
    assert.equal(await sessions.reader.read(id), undefined)
    assert.ok(!(await load(sessions, id)))
    await sessions.reader.touch(id)
    assert.equal(await sessions.reader.read(id), undefined)
  })

  test('sweeping removes what is over and nothing else', async () => {
    const { sessions, raw } = stage()
    const [idle, live] = [randomUUID(), randomUUID()]
    await save(sessions, idle, { ...fullSession(clock.now()), level: 'password' })
    await save(sessions, live, fullSession(clock.now()))
    clock.advance(LIMITS.waitingMs)
    await sessions.sweep()
    const ids = raw
      .prepare('select id from sessions')
      .all()
      .map((row) => row.id)
    assert.ok(!ids.includes(idle))
    assert.ok(ids.includes(live))
    clock.advance(LIMITS.absoluteMs + MINUTE)
    await sessions.sweep()
    assert.deepEqual(raw.prepare('select id from sessions').all(), [])
  })

  test('a session that was answered while a transaction of the directory failed is kept', async () => {
    const { sessions, directory } = stage()
    const maria = await newAccount(directory)
    const id = randomUUID()
    const doomed = directory.failures.begin('no such account', NOW)
    const saved = save(sessions, id, fullSession(clock.now()))
    const begun = directory.failures.begin(maria.id, NOW)
    await assert.rejects(doomed)
    await Promise.all([saved, begun])
    assert.ok(await sessions.reader.read(id))
  })
})

suite('Redis sessions', () => {
  const clock = testClock()
  let url = ''
  let opened: SessionStage | undefined
  let raw: Awaited<ReturnType<typeof connectRaw>> | undefined
  const stage = () => opened ?? assert.fail('not open yet')

  before(async () => {
    url = await freshRedis()
    const client = await connectRaw(url)
    raw = client
    const sessions = await openRedisSessions(redisAt(url), { clock, limits: LIMITS, log: SILENT })
    const leftMs = async (id: string) => Math.max(0, await client.pTTL(`gatehouse:session:${id}`))
    opened = { sessions, clock, leftMs }
  })
  after(async () => {
    await opened?.sessions.close()
    raw?.destroy()
  })

  sessionStoreContract(stage, 10_000)

  test('every use starts the idle time anew', async () => {
    const { sessions, leftMs } = stage()
    const id = randomUUID()
    await save(sessions, id, fullSession(clock.now()))
    await raw?.pExpire(`gatehouse:session:${id}`, MINUTE)
    await sessions.reader.touch(id)
    assert.ok((await leftMs(id)) > LIMITS.idleMs - 10_000)
  })

  test('A6 · a revocation reaches another process', async () => {
    const { sessions } = stage()
    const other = await openRedisSessions(redisAt(url), { clock, limits: LIMITS, log: SILENT })
    const heard = new Promise<Revocation>((resolve) => {
      other.revocations.subscribe((revocation) => {
        if (revocation.kind === 'session' && revocation.sessionId === 'session-7') resolve(revocation)
      })
    })
    await sessions.revocations.publish({ kind: 'session', sessionId: 'session-7' })
    assert.deepEqual(await heard, { kind: 'session', sessionId: 'session-7' })
    await other.close()
  })

  test('what is no revocation is told to nobody', async () => {
    const other = await openRedisSessions(redisAt(url), { clock, limits: LIMITS, log: SILENT })
    const heard: Revocation[] = []
    const last = new Promise<void>((resolve) => {
      other.revocations.subscribe((revocation) => {
        heard.push(revocation)
        if (revocation.kind === 'account' && revocation.accountId === 'last') resolve()
      })
    })
    const channel = `gatehouse:revocations:${new URL(url).pathname.slice(1)}`
    for (const message of [
      '',
      '{',
      'null',
      '{"kind":"session"}',
      '{"kind":"all"}',
      '{"kind":"account","accountId":1}',
    ]) {
      await raw?.publish(channel, message)
    }
    await raw?.publish(channel, '{"kind":"account","accountId":"last"}')
    await last
    assert.deepEqual(heard, [{ kind: 'account', accountId: 'last' }])
    await other.close()
  })
})

function connectRaw(url: string) {
  return createClient({ url }).connect()
}
