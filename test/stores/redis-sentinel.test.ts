import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { pino } from 'pino'
import type { RedisSettings } from '../../src/config/settings.ts'
import type { Revocation } from '../../src/domain/ports/sessions.ts'
import { openRedisSessions } from '../../src/stores/sessions/redis.ts'
import { testClock } from '../support/clock.ts'
import {
  MASTER_NAME,
  REDIS_PASSWORD,
  SENTINEL_PASSWORD,
  type SentinelSet,
  startSentinelSet,
  startServer,
} from '../support/redis-topologies.ts'
import { freePort } from '../support/free-port.ts'
import { SILENT } from './directories.ts'
import { assertUnavailable } from './loss.ts'
import { fullSession, LIMITS, save } from './sessions.contract.ts'

const FAIL_OVER = { timeout: 10_000, interval: 50 }

suite('the master that Sentinel names', () => {
  let set: SentinelSet | undefined
  const running = () => set ?? assert.fail('not started yet')

  before(async () => {
    set = await startSentinelSet()
  })
  after(() => set?.close())

  test('a Sentinel that is gone is passed over; one that does not know the master is not believed', async (t) => {
    const settings = settingsFor(running().sentinelPort)
    const gone = { host: '127.0.0.1', port: await freePort() }
    const { sessions } = await open(t, { ...settings, sentinels: [gone, ...settings.sentinels] })
    await assert.doesNotReject(sessions.check())
    const options = { limits: LIMITS, clock: testClock(), log: SILENT }
    await assertUnavailable(() => openRedisSessions({ ...settings, name: 'another' }, options), 3000)
    await assertUnavailable(() => openRedisSessions({ ...settings, sentinels: [gone] }, options), 3000)
  })

  test('R13 · another master, by order: sessions are there again without a restart, and revocations are heard', async (t) => {
    const settings = settingsFor(running().sentinelPort)
    const [one, other] = [await open(t, settings), await open(t, settings)]
    await save(one.sessions, 'maria', fullSession(one.clock.now()))
    await running().replicated()
    const heard: Revocation[] = []
    other.sessions.revocations.subscribe((revocation) => heard.push(revocation))

    await running().failOver()
    await t.waitFor(() => assert.equal(other.sessions.revocations.healthy(), false), FAIL_OVER)
    await t.waitFor(async () => {
      await save(one.sessions, 'carl', fullSession(one.clock.now()))
      assert.equal((await one.sessions.reader.read('maria'))?.accountId, 'maria')
    }, FAIL_OVER)
    await t.waitFor(async () => {
      await one.sessions.revocations.publish({ kind: 'session', sessionId: 'maria' })
      assert.ok(heard.length > 0)
    }, FAIL_OVER)
    other.clock.advance(10_000)
    assert.equal(other.sessions.revocations.healthy(), true)
  })
})

suite('a master that hangs', () => {
  let set: SentinelSet | undefined
  const running = () => set ?? assert.fail('not started yet')

  before(async () => {
    set = await startSentinelSet()
  })
  after(() => set?.close())

  test('R13 · unavailable after two seconds; then the replica is asked, and the old master is not believed again', async (t) => {
    const { sessions, clock } = await open(t, settingsFor(running().sentinelPort))
    await save(sessions, 'maria', fullSession(clock.now()))
    await running().replicated()
    await running().master.freeze()
    await assertUnavailable(() => sessions.reader.read('maria'), 3000)
    await t.waitFor(() => save(sessions, 'carl', fullSession(clock.now())), FAIL_OVER)
    await running().master.thaw()
    for (const id of ['carl', 'maria']) assert.ok(await sessions.reader.read(id))
  })

  test('another master that Sentinel names is gone over to, though the connection to the old one holds', async (t) => {
    const port = await freePort()
    const another = await startServer(port, { requirepass: REDIS_PASSWORD })
    t.after(() => another.close())
    const { sessions, clock } = await open(t, settingsFor(running().sentinelPort))
    await save(sessions, 'dora', fullSession(clock.now()))
    await running().rename(port)
    await t.waitFor(async () => assert.equal(await sessions.reader.read('dora'), undefined), FAIL_OVER)
    await t.waitFor(() => assert.equal(sessions.revocations.healthy(), false), FAIL_OVER)
    await t.waitFor(() => {
      clock.advance(10_000)
      assert.equal(sessions.revocations.healthy(), true)
    }, FAIL_OVER)
  })
})

suite('a master that dies', () => {
  let set: SentinelSet | undefined
  const running = () => set ?? assert.fail('not started yet')

  before(async () => {
    set = await startSentinelSet()
  })
  after(() => set?.close())

  test('R13 · unavailable meanwhile, at once; then the replica has what was replicated, and no password is in the log', async (t) => {
    const logged: string[] = []
    const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) })
    const { sessions, clock } = await open(t, settingsFor(running().sentinelPort), log)
    await save(sessions, 'maria', fullSession(clock.now()))
    await running().replicated()

    await running().master.stop()
    await t.waitFor(() => assert.equal(sessions.revocations.healthy(), false))
    await assertUnavailable(() => sessions.reader.read('maria'), 500)
    await t.waitFor(async () => {
      assert.equal((await sessions.reader.read('maria'))?.accountId, 'maria')
      await save(sessions, 'maria', fullSession(clock.now()))
    }, FAIL_OVER)

    assert.ok(logged.some((line) => line.includes('Redis is back')))
    for (const secret of [REDIS_PASSWORD, SENTINEL_PASSWORD]) assert.ok(!logged.join().includes(secret))
  })
})

function settingsFor(port: number): RedisSettings & { kind: 'sentinel' } {
  return {
    kind: 'sentinel',
    sentinels: [{ host: '127.0.0.1', port }],
    name: MASTER_NAME,
    sentinelLogin: { username: null, password: SENTINEL_PASSWORD },
    database: 0,
    username: null,
    password: REDIS_PASSWORD,
    tls: null,
  }
}

async function open(t: TestContext, settings: RedisSettings, log = SILENT) {
  const clock = testClock()
  const sessions = await openRedisSessions(settings, { limits: LIMITS, clock, log })
  t.after(() => sessions.close())
  return { sessions, clock }
}
