import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import { createCluster } from 'redis'
import type { RedisSettings } from '../../src/config/settings.ts'
import type { Revocation } from '../../src/domain/ports/sessions.ts'
import { openRedisSessions } from '../../src/stores/sessions/redis.ts'
import { openRedisThrottle } from '../../src/stores/throttle.ts'
import { freePort } from '../support/free-port.ts'
import { testClock } from '../support/clock.ts'
import { type ClusterSet, startCluster } from '../support/redis-topologies.ts'
import { SILENT } from './directories.ts'
import { assertUnavailable } from './loss.ts'
import { fullSession, LIMITS, save, type SessionStage, sessionStoreContract } from './sessions.contract.ts'

const RECOVERY = { timeout: 10_000, interval: 50 }

suite('sessions in a Redis cluster', () => {
  const clock = testClock()
  let set: ClusterSet | undefined
  let opened: SessionStage | undefined
  let raw: Awaited<ReturnType<typeof connectRaw>> | undefined
  const running = () => set ?? assert.fail('not started yet')
  const stage = () => opened ?? assert.fail('not open yet')
  const settings = () => settingsFor(running().ports)

  before(async () => {
    set = await startCluster()
    const cluster = await connectRaw(set.ports)
    raw = cluster
    const sessions = await openRedisSessions(settings(), { clock, limits: LIMITS, log: SILENT })
    const leftMs = async (id: string) => Math.max(0, await cluster.pTTL(`gatehouse:session:${id}`))
    opened = { sessions, clock, leftMs }
  })
  after(async () => {
    await opened?.sessions.close()
    raw?.destroy()
    await set?.close()
  })

  sessionStoreContract(stage, 10_000)

  test('sessions are spread over the nodes', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `spread-${index}`)
    await Promise.all(ids.map((id) => save(stage().sessions, id, fullSession(clock.now()))))
    for (const { client } of raw?.masters ?? []) assert.ok(((await client?.dbSize()) ?? 0) > 0)
  })

  test('A6 · a revocation reaches every process, whichever nodes they are connected to', async (t) => {
    const others = await Promise.all(Array.from({ length: 6 }, () => open(t, settings())))
    const heard = others.map(({ revocations }) => {
      const { promise, resolve } = Promise.withResolvers<Revocation>()
      revocations.subscribe(resolve)
      return promise
    })
    await stage().sessions.revocations.publish({ kind: 'account', accountId: 'maria' })
    const all = await Promise.all(heard)
    assert.ok(all.every((revocation) => revocation.kind === 'account'))
  })

  test('R4 · passwords are counted, refused and forgotten in a cluster too', async (t) => {
    const { redis } = await open(t, settings())
    const throttle = openRedisThrottle(redis)
    const tries = await Promise.all(Array.from({ length: 12 }, () => throttle.begin('maria', '192.0.2.1')))
    assert.equal(tries.filter(({ allowed }) => allowed).length, 10)
    assert.equal((await throttle.begin('maria', '192.0.2.2')).allowed, true)
    await throttle.clear('maria', '192.0.2.1')
    assert.equal((await throttle.begin('maria', '192.0.2.1')).allowed, true)
  })

  test('R13 · without one of its nodes it is unavailable, at once, and is used again once it is back', async (t) => {
    const sessions = await open(t, settings())
    await save(sessions, 'carl', fullSession(clock.now()))
    const [node] = running().masters
    await node?.stop()
    // Cluster nodes notice after their own timeout; until then, the slots of the others answer.
    await t.waitFor(() => assertUnavailable(() => sessions.check(), 2500), RECOVERY)
    await assertUnavailable(() => readMany(sessions), 2500)
    await node?.start()
    await t.waitFor(() => readMany(sessions), RECOVERY)
    await t.waitFor(async () => {
      await save(sessions, 'maria', fullSession(clock.now()))
      assert.equal((await sessions.reader.read('maria'))?.accountId, 'maria')
    }, RECOVERY)
  })

  test('R13 · with a node that hangs it is unavailable after two seconds, then at once, and is used again once that answers', async (t) => {
    const sessions = await open(t, settings())
    const [node] = running().masters
    await node?.freeze()
    await assertUnavailable(() => readMany(sessions), 3000)
    await assertUnavailable(() => readMany(sessions), 100)
    await node?.thaw()
    await t.waitFor(() => readMany(sessions), RECOVERY)
  })

  test('a gateway that starts while it is gone says so', async () => {
    const nobody = settingsFor([await freePort()])
    await assertUnavailable(() => openRedisSessions(nobody, { clock, limits: LIMITS, log: SILENT }), 3000)
  })
})

test('R13 · a cluster whose node is replaced by its replica: unavailable meanwhile, then as before', async (t) => {
  const cluster = await startCluster({ replica: true })
  t.after(() => cluster.close())
  const [sessions, other] = [await open(t, settingsFor(cluster.ports)), await open(t, settingsFor(cluster.ports))]
  await readMany(sessions)
  await cluster.masters[0]?.stop()
  await t.waitFor(() => assertUnavailable(() => readMany(sessions), 2500), RECOVERY)
  await t.waitFor(() => readMany(sessions), RECOVERY)
  const heard = new Promise((resolve) => other.revocations.subscribe(resolve))
  await t.waitFor(async () => {
    await sessions.revocations.publish({ kind: 'account', accountId: 'maria' })
    await Promise.race([heard, Promise.reject(new Error('not heard yet'))])
  }, RECOVERY)
})

/** Keys of every node. */
async function readMany(sessions: { reader: { read(id: string): Promise<unknown> } }): Promise<void> {
  await Promise.all(Array.from({ length: 30 }, (_, index) => sessions.reader.read(`any-${index}`)))
}

function settingsFor(ports: number[]): RedisSettings {
  const nodes = ports.map((port) => ({ host: '127.0.0.1', port }))
  return { kind: 'cluster', nodes, username: null, password: null, tls: null }
}

async function open(t: TestContext, settings: RedisSettings) {
  const sessions = await openRedisSessions(settings, { limits: LIMITS, clock: testClock(), log: SILENT })
  t.after(() => sessions.close())
  return sessions
}

function connectRaw(ports: number[]) {
  return createCluster({ rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })) }).connect()
}
