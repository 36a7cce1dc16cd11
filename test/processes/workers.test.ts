import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gatehouse } from '../cli/run.ts'
import { SECRET, writtenTo } from '../config/written.ts'
import { type GateProcess, installation, load } from '../support/installation.ts'
import { freshDatabase } from '../support/postgres.ts'
import { freshRedis, startRedis } from '../support/redis.ts'
import { freePort } from '../support/free-port.ts'

const TIMEOUT = { timeout: 60_000 }

test('serve --workers: one address, one greeting, one demo portal; all know who signed in', TIMEOUT, async (t) => {
  const gate = await twoWorkers(t)
  assert.equal(gate.printed.filter((line) => line.includes(' is open at ')).length, 1)
  const maria = await gate.signedIn('maria')
  // Each request on a connection of its own, so that both are asked.
  const answers = await Promise.all(Array.from({ length: 10 }, () => maria.copy().get('/')))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  const socket = await gate.webSocket(maria)
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(1000) })
  await maria.post('/_gatehouse/sign-out')
  await closed
})

test('serve --workers: one that is killed is replaced, and the others go on meanwhile', TIMEOUT, async (t) => {
  const gate = await twoWorkers(t)
  const maria = await gate.signedIn('maria')
  const [first = 0, second = 0] = await workersOf(gate)
  process.kill(first, 'SIGKILL')
  await t.waitFor(
    async () => {
      const now = await workersOf(gate)
      assert.equal(now.length, 2)
      assert.ok(!now.includes(first) && now.includes(second))
    },
    { interval: 20, timeout: 5000 },
  )
  const loads = await Promise.all(Array.from({ length: 4 }, () => load(gate, maria, { times: 20 })))
  assert.deepEqual(new Set(loads.map(({ failure }) => failure)), new Set([null]))
})

test('serve --workers: nobody who comes while one is killed waits for the dead one', TIMEOUT, async (t) => {
  const port = await freePort()
  const { gate } = await installed(t, { more: `metrics: { listen: { port: ${port} } }` })
  for (let round = 0; round < 3; round++) {
    const [killed = 0, survivor = 0] = await workersOf(gate)
    const visits = comingAndGoing(gate)
    await t.waitFor(() => assert.ok(visits.outcomes.length > 30), { interval: 5, timeout: 5000 })
    process.kill(killed, 'SIGKILL')
    await t.waitFor(async () => assert.ok(!(await workersOf(gate)).includes(killed)), { interval: 1, timeout: 5000 })
    const gone = performance.now()
    // A worker opens its metrics last: once both answer, the one that takes the place serves.
    await t.waitFor(() => Promise.all([0, 1].map((worker) => fetch(`http://127.0.0.1:${port + worker}/metrics`))), {
      interval: 20,
      timeout: 10_000,
    })
    const outcomes = await visits.end()
    assert.ok((await workersOf(gate)).includes(survivor))
    // What the killed one held breaks off. All others are answered, those that stood in line included.
    const allowed = new Set(['200', 'ECONNRESET'])
    assert.deepEqual(
      outcomes.filter(({ begun, outcome }) => !allowed.has(outcome) || (begun > gone && outcome !== '200')),
      [],
    )
    assert.ok(outcomes.some(({ begun }) => begun > gone))
  }
})

test(
  'serve --workers: all of them reload at SIGHUP and none ends; each has its metrics on a port of its own',
  TIMEOUT,
  async (t) => {
    const port = await freePort()
    const { gate, at } = await installed(t, { more: `metrics: { listen: { port: ${port} } }` })
    const before = await workersOf(gate)
    const faultyIn = async (worker: number) => {
      const metrics = await (await fetch(`http://127.0.0.1:${port + worker}/metrics`)).text()
      return /^gatehouse_configuration_faulty (\d)$/m.exec(metrics)?.[1]
    }
    assert.deepEqual([await faultyIn(0), await faultyIn(1)], ['0', '0'])
    await at.setPolicy('companies: none')
    gate.child.kill('SIGHUP')
    await t.waitFor(async () => assert.deepEqual([await faultyIn(0), await faultyIn(1)], ['1', '1']), {
      interval: 50,
      timeout: 5000,
    })
    assert.deepEqual(await workersOf(gate), before)
  },
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`serve --workers: ${signal} ends all of them with exit code 0`, TIMEOUT, async (t) => {
    const gate = await twoWorkers(t)
    const workers = await workersOf(gate)
    gate.child.kill(signal)
    assert.equal(await gate.exitCode, 0)
    for (const worker of workers) assert.throws(() => process.kill(worker, 0), /ESRCH/)
  })
}

test('serve --workers: when none can start it gives up, exit code 1', TIMEOUT, async (t) => {
  const redis = await startRedis()
  t.after(() => redis.close())
  const gate = await twoWorkers(t, { redis: redis.url })
  await redis.stop()
  for (const worker of await workersOf(gate)) process.kill(worker, 'SIGKILL')
  assert.equal(await gate.exitCode, 1)
})

test('serve --workers: the embedded store is for one process: one plain sentence, exit code 2', async (t) => {
  const dir = await writtenTo(t, {})
  const places = ['--config', dir, '--data', join(dir, 'data')]
  const { code, stdout, stderr } = await gatehouse(['serve', '--workers', '2', ...places], { SECRET })
  assert.match(stderr, /^The embedded store is for one process: leave --workers out, [^\n]+\.\n$/)
  assert.equal(stdout, '')
  assert.equal(code, 2)
})

async function twoWorkers(t: TestContext, options: { redis?: string } = {}): Promise<GateProcess> {
  return (await installed(t, options)).gate
}

async function installed(t: TestContext, { redis, more = '' }: { redis?: string; more?: string }) {
  const [postgres, ownRedis] = await Promise.all([freshDatabase(), redis ?? freshRedis()])
  const stores = `stores: { directory: { postgres: "${postgres}" }, sessions: { redis: "${ownRedis}" } }`
  const at = await installation(t, `${stores}\n${more}`)
  return { at, gate: await at.start(['--workers', '2']) }
}

/** Six visitors who each ask again when they are answered, every time on a new connection and for at most three seconds. */
function comingAndGoing({ port }: GateProcess) {
  const outcomes: { begun: number; outcome: string }[] = []
  const over = new AbortController()
  async function visitor() {
    while (!over.signal.aborted) outcomes.push({ begun: performance.now(), outcome: await outcomeOf(port) })
  }
  const visitors = Array.from({ length: 6 }, visitor)
  return {
    outcomes,
    async end() {
      over.abort()
      await Promise.all(visitors)
      return outcomes
    },
  }
}

/** The status of the answer, or the code of what came instead: ABORT_ERR when nothing came within three seconds. */
function outcomeOf(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const signal = AbortSignal.timeout(3000)
  get({ host: '127.0.0.1', port, path: '/_gatehouse/health/live', agent: false, signal }, (res) => {
    res.resume()
    resolve(String(res.statusCode))
  }).on('error', (error) => resolve('code' in error ? String(error.code) : String(error)))
  return promise
}

/** Process ids of the workers that there are, as the system knows them. */
async function workersOf({ child: { pid } }: GateProcess): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number)
}
