import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHALLENGE, PASSWORD, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { freshDatabase } from '../support/postgres.ts'
import {
  MASTER_NAME,
  REDIS_PASSWORD,
  SENTINEL_PASSWORD,
  startCluster,
  startSentinelSet,
} from '../support/redis-topologies.ts'
import { redisAt } from '../support/redis.ts'
import type { StoreSet } from '../support/store-sets.ts'

test('sign-in, code, wrong passwords and sign-out on a Redis cluster', { timeout: 60_000 }, async (t) => {
  const cluster = await startCluster()
  t.after(() => cluster.close())
  const gate = await startGateway(t, {
    stores: storesWith(`{ cluster: ['127.0.0.1:${cluster.ports[0]}'] }`),
  })
  const maria = await gate.signedIn('maria')
  assert.equal((await maria.get('/')).status, 200)
  const copy = maria.copy()
  assert.equal((await copy.get('/')).status, 200)
  await maria.post('/_gatehouse/sign-out')
  assert.equal((await copy.fetch('/')).status, 401)
  assert.equal((await signIn(gate.visitor(), 'maria')).location, CHALLENGE)

  const guesser = gate.visitor()
  const guess = () => guesser.post(SIGN_IN, { username: 'dora@backup.example', password: `not ${PASSWORD}` })
  for (let tries = 0; tries < 10; tries++) assert.notEqual((await guess()).status, 429)
  assert.equal((await guess()).status, 429)
})

test(
  'R13 · the master of Sentinels dies: 503 meanwhile, then the same session is let through',
  { timeout: 60_000 },
  async (t) => {
    const set = await startSentinelSet()
    t.after(() => set.close())
    const dir = await mkdtemp(join(tmpdir(), 'gatehouse-passwords-'))
    t.after(() => rm(dir, { recursive: true }))
    await writeFile(join(dir, 'redis'), `${REDIS_PASSWORD}\n`)
    await writeFile(join(dir, 'sentinel'), `${SENTINEL_PASSWORD}\n`)
    const gate = await startGateway(t, {
      stores: storesWith(`{
      sentinels: ['127.0.0.1:${set.sentinelPort}'], name: ${MASTER_NAME},
      password: { file: '${join(dir, 'redis')}' }, sentinel_password: { file: '${join(dir, 'sentinel')}' } }`),
    })
    const maria = await gate.signedIn('maria')
    await set.replicated()
    await set.master.stop()

    const seen = new Set<number>()
    await t.waitFor(
      async () => {
        const { status } = await maria.get('/')
        seen.add(status)
        assert.equal(status, 200)
        assert.ok(seen.has(503))
      },
      { timeout: 15_000, interval: 50 },
    )
    assert.deepEqual(seen, new Set([200, 503]), 'never "signed out"')
    assert.equal((await (await gate.signedIn('dora')).get('/')).status, 200)
    for (const secret of [REDIS_PASSWORD, SENTINEL_PASSWORD]) assert.ok(!gate.logged.join().includes(secret))
  },
)

function storesWith(redis: string): StoreSet {
  return {
    name: 'scale',
    async fresh() {
      const postgres = await freshDatabase()
      return {
        // The gateway is opened from the lines.
        settings: {
          directory: { kind: 'postgres', url: postgres, connections: 10 },
          sessions: { kind: 'redis', redis: redisAt('') },
        },
        yaml: `stores: { directory: { postgres: "${postgres}" }, sessions: { redis: ${redis} } }`,
        dispose: () => Promise.resolve(),
      }
    },
  }
}
