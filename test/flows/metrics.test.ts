import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'
import {
  CHALLENGE,
  ENROLL_PHONE,
  MOBILES,
  PASSWORD,
  PEOPLE,
  policyYaml,
  SIGN_IN,
  signIn,
  startGateway,
  type TestGateway,
} from '../support/gateway.ts'
import { freshDatabase } from '../support/postgres.ts'
import { freshRedis, startRedis } from '../support/redis.ts'
import { freePort } from '../support/free-port.ts'
import { scrape } from '../support/scrape.ts'
import { eachStoreSet, scaleAt, STORE_SETS } from '../support/store-sets.ts'
import { otherCode } from '../support/totp.ts'

eachStoreSet((stores) => {
  test('figures of a working day, and nobody in them', async (t) => {
    const port = await freePort()
    const dead = await freePort()
    const gate = await startGateway(t, {
      stores,
      settings: `metrics: { listen: { port: ${port} } }`,
      policy: policyYaml({ backup: 'require_two_factor: true' }),
      apps: `
  - { name: Partner portal, path: /, upstream: UPSTREAM, public: [/assets/] }
  - { name: Gone, path: /gone/, upstream: 'http://127.0.0.1:${dead}' }
`,
    })
    await aDay(gate)
    await gate.told(1)

    const { of, text } = await scrape(port)
    assert.equal(of('gatehouse_sign_ins_total', { outcome: 'right' }), 2)
    assert.equal(of('gatehouse_sign_ins_total', { outcome: 'password' }), 1)
    assert.equal(of('gatehouse_enrollments_total', { factor: 'phone', outcome: 'active' }), 1)
    assert.equal(of('gatehouse_challenges_total', { factor: 'phone', outcome: 'wrong' }), 1)
    assert.equal(of('gatehouse_challenges_total', { factor: 'phone', outcome: 'passed' }), 1)
    assert.equal(of('gatehouse_codes_total', { channel: 'sms', carrier: 'outbox', outcome: 'sent' }), 2)
    const added = { notice: 'factor_added', channel: 'email', outcome: 'sent' }
    assert.equal(of('gatehouse_notices_total', added), 1)
    assert.equal(of('gatehouse_codes_refused_total', { limit: 'cooldown' }), 1)
    const budgetUsed = of('gatehouse_codes_budget_used_ratio') ?? 0
    assert.ok(budgetUsed > 0 && budgetUsed < 0.01, String(budgetUsed))
    const portal = { app: 'Partner portal' }
    assert.equal(of('gatehouse_requests_total', { ...portal, decision: 'full_session', status: '2xx' }), 2)
    assert.equal(of('gatehouse_requests_total', { ...portal, decision: 'public_path', status: '2xx' }), 1)
    assert.equal(of('gatehouse_requests_total', { app: '(none)', decision: 'no_session', status: '3xx' }), 1)
    assert.equal(of('gatehouse_requests_total', { app: '(none)', decision: 'ambiguous_path', status: '4xx' }), 1)
    assert.equal(of('gatehouse_request_duration_seconds_count', portal), 3)
    assert.equal(of('gatehouse_upstream_errors_total', { app: 'Gone', kind: 'unavailable' }), 1)
    assert.equal(of('gatehouse_session_reads_total', { from: 'stores' }), 1)
    assert.equal(of('gatehouse_session_reads_total', { from: 'memory' }), 2)
    assert.equal(of('gatehouse_store_up', { store: 'directory' }), 1)
    assert.equal(of('gatehouse_store_up', { store: 'sessions' }), 1)
    assert.equal(of('gatehouse_revocation_channel_healthy'), 1)
    assert.equal(of('gatehouse_mandates_latched'), 1)
    assert.equal(of('gatehouse_configuration_faulty'), 0)
    for (const name of ['requests_under_way', 'websockets_open', 'password_queue_length']) {
      assert.equal(of(`gatehouse_${name}`), 0)
    }
    assert.ok((of('process_resident_memory_bytes') ?? 0) > 1e6, 'default metrics are there')
    assert.match(text, /^# HELP gatehouse_requests_total \S/m)
    assertNobodyIn(text)
  })
})

/** Maria mistypes her password, enrolls, works; comes back, mistypes the code. Somebody knocks without a session. */
async function aDay(gate: TestGateway): Promise<void> {
  const maria = gate.visitor()
  await maria.post(SIGN_IN, { username: PEOPLE.maria, password: 'not hers at all', next: '/' })
  await signIn(maria, 'maria')
  await maria.post(ENROLL_PHONE, { country: 'GB', phone: MOBILES.maria })
  await maria.post('/_gatehouse/challenge/delivery', { channel: 'sms' })
  await maria.post(CHALLENGE, { code: gate.lastCode() })
  for (const path of ['/cases', '/cases/2', '/gone/1']) await maria.get(path)

  await maria.post('/_gatehouse/sign-out')
  gate.clock.advance(60_000)
  const again = gate.visitor({ from: '127.0.0.9' })
  await signIn(again, 'maria')
  await again.post(CHALLENGE, { code: otherCode(gate.lastCode()) })
  await again.post(CHALLENGE, { code: gate.lastCode() })

  const nobody = gate.visitor()
  await nobody.get('/cases')
  await nobody.get('/assets/logo.svg')
  await nobody.get('/cases/..%2fadmin')
}

function assertNobodyIn(text: string): void {
  const figures = text.split('\n').filter((line) => line.startsWith('gatehouse_'))
  assert.ok(figures.length > 50)
  for (const secret of ['maria', 'northwind', 'Northwind', '+44', '7400', '127.0.0.', PASSWORD, 'cases', 'logo']) {
    assert.deepEqual(
      figures.filter((line) => line.includes(secret)),
      [],
      secret,
    )
  }
}

test('an app that breaks off, and one that is too slow, are counted as what they are', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /half')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
  })
  const port = await freePort()
  const { port: gate, ...stand } = await startStand(t, app.url, {
    settings: `metrics: { listen: { port: ${port} } }`,
    apps: '  - { name: Portal, path: /, upstream: RAW, timeouts: { response: 1s } }',
  })
  assert.match(await send(gate, get('/half', stand)), /half$/)
  assert.equal(statusOf(await send(gate, get('/slow', stand))), 504)
  const { of } = await scrape(port)
  assert.equal(of('gatehouse_upstream_errors_total', { app: 'Portal', kind: 'cut_short' }), 1)
  assert.equal(of('gatehouse_upstream_errors_total', { app: 'Portal', kind: 'timeout' }), 1)
  assert.equal(of('gatehouse_requests_total', { app: 'Portal', status: 'broken_off' }), 1)
  assert.equal(of('gatehouse_requests_total', { app: 'Portal', decision: 'upstream_timeout', status: '5xx' }), 1)
})

test('without a listener of its own there are no figures, and never on the public one', async (t) => {
  const [stores = assert.fail()] = STORE_SETS
  const gate = await startGateway(t, { stores })
  const answer = await gate.visitor().fetch('/metrics')
  assert.equal(answer.status, 401)
  assert.doesNotMatch(answer.text, /gatehouse_/)
})

test('R13 · figures and probes say which store is down, and go on being given', async (t) => {
  const redis = await startRedis()
  t.after(() => redis.close())
  const port = await freePort()
  const gate = await startGateway(t, {
    stores: scaleAt(await freshDatabase(), await freshRedis(redis.url)),
    settings: `metrics: { listen: { port: ${port} } }`,
  })
  const ready = '/_gatehouse/health/ready'
  const before: unknown = JSON.parse((await gate.visitor().fetch(ready)).text)
  const sound = { status: 'ready', stores: { directory: 'up', sessions: 'up' }, configuration: 'in_force' }
  assert.deepEqual(before, sound)

  await redis.stop()
  await t.waitFor(async () => assert.equal((await scrape(port)).of('gatehouse_store_up', { store: 'sessions' }), 0))
  const { of } = await scrape(port)
  assert.equal(of('gatehouse_store_up', { store: 'directory' }), 1)
  assert.equal(of('gatehouse_revocation_channel_healthy'), 0)

  const answer = await gate.visitor().fetch(ready)
  const probe = await fetch(`http://127.0.0.1:${port}${ready}`)
  for (const [status, text] of [[answer.status, answer.text] as const, [probe.status, await probe.text()] as const]) {
    assert.equal(status, 503)
    assert.match(text, /"code":"store_unavailable".*"stores":\{"directory":"up","sessions":"down"\}/)
  }
  assert.equal((await fetch(`http://127.0.0.1:${port}/_gatehouse/health/live`)).status, 200)
})
