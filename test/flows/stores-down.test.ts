import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite, test, type TestContext } from 'node:test'
import { createClient } from 'redis'
import {
  CHALLENGE,
  ENROLL_PHONE,
  PEOPLE,
  PASSWORD,
  policyYaml,
  SIGN_IN,
  signIn,
  startGateway,
} from '../support/gateway.ts'
import type { TestGateway } from '../support/gateway.ts'
import { freshDatabase, startPostgres } from '../support/postgres.ts'
import { problemCode } from '../support/problem.ts'
import { rawUpgrade } from '../support/raw-request.ts'
import { freshRedis, startRedis } from '../support/redis.ts'
import type { Service } from '../support/service.ts'
import { scaleAt, STORE_SETS } from '../support/store-sets.ts'
import { ACCOUNT } from '../support/proof.ts'
import { startBasicApp } from '../support/basic-app.ts'
import type { Answer, Visitor } from '../support/visitor.ts'
import { openWire } from '../support/wire.ts'

const READY = '/_gatehouse/health/ready'
const LIVE = '/_gatehouse/health/live'
/** Longer than a session that was read is remembered. */
const MEMORY_OVER_MS = 6000

suite('a store that goes away', () => {
  const services: { redis?: Service; postgres?: Service } = {}
  const service = (name: 'redis' | 'postgres') => services[name] ?? assert.fail('not started yet')

  before(async () => {
    services.redis = await startRedis()
    services.postgres = await startPostgres()
  })
  after(() => Promise.all([services.redis?.close(), services.postgres?.close()]))

  async function gateway(t: TestContext, options: { apps?: string } = {}): Promise<TestGateway> {
    const [postgres, redis] = await Promise.all([
      freshDatabase(service('postgres').url),
      freshRedis(service('redis').url),
    ])
    return startGateway(t, { stores: scaleAt(postgres, redis), ...options })
  }

  async function whileGone(name: 'redis' | 'postgres', look: () => Promise<void>): Promise<void> {
    await service(name).stop()
    try {
      await look()
    } finally {
      await service(name).start()
    }
  }

  test('R13 · what somebody signs in to an app with cannot be read: 503, and no request goes without it', async (t) => {
    const app = await startBasicApp(t, { mlopez: 'a word' })
    const timeSheets = `{ name: Time sheets, path: /time/, upstream: "${app.url}", identity: { basic: per_account } }`
    const gate = await gateway(t, { apps: `  - { name: Portal, path: /, upstream: UPSTREAM }\n  - ${timeSheets}` })
    const maria = await gate.signedIn('maria')
    await maria.post(`${ACCOUNT}/credential`, {
      app: 'Time sheets',
      'app-username': 'mlopez',
      'app-password': 'a word',
    })
    assert.equal((await maria.get('/')).status, 200)
    await whileGone('postgres', async () => {
      const answer = await maria.fetch('/time/')
      assert.equal(answer.status, 503)
      assert.equal(problemCode(answer), 'store_unavailable')
    })
    assert.deepEqual(app.heard, [])
    await t.waitFor(async () => assert.equal((await maria.get('/time/')).text, 'hello mlopez'))
  })

  test('R13 · a reload while the directory is gone: nothing changes, and it is done once the directory is back', async (t) => {
    const gate = await gateway(t)
    const next = { policy: policyYaml({ northwind: 'require_two_factor: true' }), settings: 'session: { idle: 30m }' }
    await whileGone('postgres', async () => {
      const [said, ...rest] = await gate.reload(next)
      assert.match(said ?? '', /^Not reloaded yet, what was in force before stays: A store cannot be reached/)
      assert.deepEqual(rest, [])
    })
    const offered = async () => {
      const maria = gate.visitor()
      await signIn(maria, 'maria')
      return (await maria.get(ENROLL_PHONE)).text.includes('/_gatehouse/enroll/later')
    }
    await t.waitFor(async () => assert.equal(await offered(), true))
    assert.match((await gate.visitor().get(READY)).text, /"configuration":"faulty"/)

    assert.deepEqual(await gate.reload(next), [
      'Reloaded: session idle 1h → 30m',
      'Reloaded: Northwind IT: second factor compulsory from now on, and for good; 2 accounts affected',
    ])
    assert.equal(await offered(), false)
    assert.match((await gate.visitor().get(READY)).text, /"configuration":"in_force"/)
  })

  for (const name of ['redis', 'postgres'] as const) {
    test(`R13 · ${name} stopped: 503 everywhere, nobody signed out, nothing forwarded; back, all goes on`, async (t) => {
      const gate = await gateway(t)
      const people = await peopleIn(gate)
      await whileGone(name, async () => {
        gate.clock.advance(MEMORY_OVER_MS)
        await t.waitFor(async () => assert.equal((await people.maria.fetch('/')).status, 503))
        await assertShut(gate, people, 3000)
      })
      await assertBack(t, gate, people)
    })
  }

  test('R13 A6 · Redis stopped: not even what was read a moment ago is served from memory', async (t) => {
    const gate = await gateway(t)
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get('/')).status, 200)
    await whileGone('redis', async () => {
      await t.waitFor(async () => assert.equal((await maria.fetch('/')).status, 503))
      const reached = gate.upstream.received.length
      assert.equal((await maria.get('/cases')).status, 503)
      assert.equal(gate.upstream.received.length, reached)
    })
  })

  test('R13 · a Redis that hangs: 503 in seconds, then at once; woken, all goes on', async (t) => {
    const gate = await gateway(t)
    const people = await peopleIn(gate)
    gate.clock.advance(MEMORY_OVER_MS)
    await service('redis').freeze()
    t.after(() => service('redis').thaw())
    await assertShut(gate, people, 5000)
    await assertShut(gate, people, 2000)
    await service('redis').thaw()
    await assertBack(t, gate, people)
  })

  test('R13 · a Postgres that hangs: 503 in seconds; woken, all goes on', async (t) => {
    const wire = await openWire(t, await freshDatabase())
    const gate = await startGateway(t, { stores: scaleAt(wire.url, await freshRedis()) })
    t.after(() => wire.release())
    const people = await peopleIn(gate)
    gate.clock.advance(MEMORY_OVER_MS)
    wire.hold()
    await assertShut(gate, people, 10_000)
    wire.release()
    await assertBack(t, gate, people)
  })

  test('A6 · signing out while the revocation channel is cut ends the session on the other process as well', async (t) => {
    const redis = await freshRedis(service('redis').url)
    const stores = scaleAt(await freshDatabase(service('postgres').url), redis)
    const [one, other] = [await startGateway(t, { stores }), await startGateway(t, { stores })]
    const maria = await one.signedIn('maria')
    const elsewhere = other.visitor()
    for (const [cookie, value] of maria.cookies) elsewhere.cookies.set(cookie, value)
    assert.equal((await elsewhere.get('/')).status, 200, 'remembered by the other process')

    const client = await createClient({ url: redis }).connect()
    t.after(() => client.destroy())
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])
    assert.equal((await maria.post('/_gatehouse/sign-out')).status, 303)
    assert.equal((await elsewhere.fetch('/')).status, 401)
  })
})

test('R13 · embedded: a file that somebody else writes to is 503, not a half sign-in; free again, all goes on', async (t) => {
  const [embedded] = STORE_SETS
  const stores = await (embedded ?? assert.fail()).fresh()
  const { directory } = stores.settings
  assert.ok(directory.kind === 'sqlite')
  const gate = await startGateway(t, { stores: { name: 'embedded', fresh: () => Promise.resolve(stores) } })
  const maria = gate.visitor()
  const other = new DatabaseSync(directory.file)
  t.after(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  assertUnavailablePage(await signIn(maria, 'maria'))
  other.exec('ROLLBACK')
  assert.equal((await maria.get(ENROLL_PHONE)).location, SIGN_IN, 'no session was begun')
  assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
})

interface People {
  /** Signed in with both factors, and seen a moment ago. */
  maria: Visitor
  /** Has given the password, and was sent a code. */
  waiting: Visitor
  code: string
}

async function peopleIn(gate: TestGateway): Promise<People> {
  const maria = await gate.signedIn('maria')
  assert.equal((await maria.get('/')).status, 200)
  const waiting = gate.visitor()
  assert.equal((await signIn(waiting, 'maria')).location, CHALLENGE)
  return { maria, waiting, code: gate.lastCode() }
}

/** Whoever asks for whatever hears that it is unavailable, within the time; the app hears nothing. */
async function assertShut(gate: TestGateway, { maria, waiting, code }: People, withinMs: number): Promise<void> {
  const earlier = { reached: gate.upstream.received.length, sent: gate.sent.length, cookies: maria.cookieHeader }
  const begun = performance.now()
  const [pages, problems, ready, live, upgrade] = await Promise.all([
    Promise.all([
      maria.get('/cases'),
      maria.get('/_gatehouse/account'),
      maria.post('/_gatehouse/sign-out'),
      waiting.get(CHALLENGE),
      waiting.post(CHALLENGE, { code }),
      waiting.post('/_gatehouse/challenge/delivery', { channel: 'sms' }),
      gate.visitor().get(SIGN_IN),
      gate.visitor().post(SIGN_IN, { username: PEOPLE.maria, password: PASSWORD, next: '/' }),
    ]),
    Promise.all([maria.fetch('/api/cases'), maria.fetch('/_gatehouse/account')]),
    gate.visitor().fetch(READY),
    gate.visitor().fetch(LIVE),
    rawUpgrade(gate.origin, '/ws', [`Cookie: ${maria.cookieHeader}`]),
  ])
  const took = performance.now() - begun
  assert.ok(took < withinMs, `answered after ${Math.round(took)} ms`)
  for (const answer of pages) assertUnavailablePage(answer)
  for (const answer of [...problems, ready]) assertUnavailableProblem(answer)
  assert.equal(live.status, 200)
  assert.equal(upgrade.status, 503)
  assert.match(upgrade.bytes, /"store_unavailable"/)
  assert.ok(upgrade.headers.has('retry-after'))
  assert.equal(maria.cookieHeader, earlier.cookies)
  assert.equal(gate.upstream.received.length, earlier.reached)
  assert.equal(gate.sent.length, earlier.sent)
}

function assertUnavailablePage(answer: Answer): void {
  assertUnavailable(answer)
  assert.match(answer.headers['content-type'] ?? '', /^text\/html/)
  assert.match(answer.text, /Nothing is wrong with your account/)
}

function assertUnavailableProblem(answer: Answer): void {
  assertUnavailable(answer)
  assert.equal(problemCode(answer), 'store_unavailable')
}

function assertUnavailable({ status, headers, location }: Answer): void {
  assert.equal(status, 503)
  assert.match(String(headers['retry-after']), /^[1-9]\d*$/)
  assert.equal(headers['set-cookie'], undefined)
  assert.equal(location, null)
  assert.equal(headers['cache-control'], 'no-store')
}

/** The cookies from before are as good as they were, without a restart. */
async function assertBack(t: TestContext, gate: TestGateway, { maria, waiting, code }: People): Promise<void> {
  await t.waitFor(async () => assert.equal((await gate.visitor().fetch(READY)).status, 200), { timeout: 10_000 })
  assert.equal((await maria.get('/cases')).text, 'portal says /cases')
  assert.equal((await maria.get('/_gatehouse/account')).status, 200)
  assert.equal((await waiting.post(CHALLENGE, { code })).location, '/')
  assert.equal((await waiting.get('/')).status, 200)
}
