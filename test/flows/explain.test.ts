import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import { loadConfiguration } from '../../src/config/load.ts'
import { type Explanation, openExplainer } from '../../src/explanation.ts'
import {
  CHALLENGE,
  ENROLL_PHONE,
  PEOPLE,
  type Person,
  policyYaml,
  signIn,
  startGateway,
  type TestGateway,
} from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LATER = '/_gatehouse/enroll/later'
const HOME = '127.0.0.1'
const OFFICE = '127.0.0.2'

async function explain(gate: TestGateway, person: Person, from: string, url: string | null = null) {
  const loaded = loadConfiguration(gate.dir, {
    env: gate.env,
    dataDir: gate.dir,
    port: Number(new URL(gate.origin).port),
  })
  assert.ok('configuration' in loaded)
  const explainer = await openExplainer(loaded.configuration, { dataDir: gate.dir, log: pino({ level: 'silent' }) })
  try {
    const question = { username: PEOPLE[person], address: from, at: gate.clock.now(), url }
    return (await explainer.explain(question)) ?? assert.fail('no such account')
  } finally {
    await explainer.close()
  }
}

/** What is explained must be what then happens: both are asked, and the gateway last. */
async function holds(gate: TestGateway, person: Person, from: string, expected: string): Promise<Explanation> {
  const explanation = await explain(gate, person, from)
  const { decision, reason, reminderOffered } = explanation.signIn
  assert.equal(`${decision}:${reason}`, expected)

  const visitor = gate.visitor({ from })
  const answer = await signIn(visitor, person)
  const places = { full: '/', challenge: CHALLENGE, enroll: ENROLL_PHONE, refused: null }
  assert.equal(answer.location, places[decision], expected)
  const logged = gate.logged.findLast((line) => line.includes('"event":"sign_in"')) ?? ''
  if (decision !== 'refused') assert.ok(logged.includes(`"${expected}"`), logged)
  if (decision === 'enroll') {
    const page = await visitor.get(ENROLL_PHONE)
    assert.equal(page.text.includes(LATER), reminderOffered, 'the reminder')
  }
  return explanation
}

eachStoreSet((stores) => {
  test('explain: with and without a second factor, at the office and elsewhere, what it says is what happens', async (t) => {
    const gate = await startGateway(t, { stores })
    await holds(gate, 'maria', HOME, 'enroll:no_factor')
    const first = gate.visitor()
    await signIn(first, 'maria')
    await first.post(LATER)
    await holds(gate, 'maria', HOME, 'full:reminder_taken')
    gate.clock.advance(48 * HOUR)
    await holds(gate, 'maria', OFFICE, 'enroll:reminder_over')

    for (const person of ['maria', 'carl', 'dora'] as const) await gate.enrolled(person)
    gate.clock.advance(HOUR)
    await holds(gate, 'maria', HOME, 'challenge:outside_trusted_networks')
    const { signIn: relieved } = await holds(gate, 'maria', OFFICE, 'full:challenged_recently')
    assert.equal(relieved.line, relieved.trustedNetwork?.line)
    const mapped = await explain(gate, 'maria', `::ffff:${OFFICE}`)
    assert.deepEqual([mapped.address, mapped.signIn.reason], [OFFICE, 'challenged_recently'])
    await holds(gate, 'carl', OFFICE, 'challenge:client_company')
    await holds(gate, 'dora', HOME, 'challenge:outside_trusted_networks')
    gate.clock.advance(21 * DAY)
    await holds(gate, 'maria', OFFICE, 'challenge:challenge_due')
    gate.clock.advance(-30 * DAY)
    await holds(gate, 'maria', OFFICE, 'challenge:clock_ran_backwards')
  })

  test('explain: relief bound to the browser, or switched off, and a proxy that says nothing', async (t) => {
    const policy = policyYaml({ more: 'trusted_network_relief: { bind_to_browser: true }' })
    const gate = await startGateway(t, { stores, policy })
    await gate.enrolled('maria')
    const { signIn: unmarked } = await holds(gate, 'maria', OFFICE, 'challenge:never_challenged')
    assert.match(unmarked.supposing ?? '', /bound to the browser/)
    await gate.reload({ policy: policyYaml({ more: 'trusted_network_relief: { enabled: false }' }) })
    await holds(gate, 'maria', OFFICE, 'challenge:relief_disabled')
    await gate.reload({ settings: `believed_proxies: [${OFFICE}]` })
    await holds(gate, 'maria', OFFICE, 'challenge:outside_trusted_networks')
  })

  test('A17 A20 A21 · explain: mandates and reminders, and asking latches nothing', async (t) => {
    const policy = policyYaml({
      more: 'mandates: [{ kind: partner, from: 2026-01-20 }]\nreminder: { offered_to: [partner, direct] }',
    })
    const gate = await startGateway(t, { stores, policy })
    await holds(gate, 'carl', HOME, 'enroll:reminder_not_offered')
    gate.clock.set(Date.UTC(2026, 0, 20))
    const ahead = await explain(gate, 'ada', HOME)
    assert.equal(ahead.signIn.reason, 'mandate')
    assert.match(ahead.signIn.line ?? '', /policy\.yaml:\d+$/)
    // Had asking latched it, it would still be in force the day before.
    gate.clock.advance(-1)
    await holds(gate, 'ada', HOME, 'enroll:no_factor')
    gate.clock.advance(1)
    await holds(gate, 'ada', HOME, 'enroll:mandate')
    gate.clock.advance(-1)
    const latched = await holds(gate, 'ada', HOME, 'enroll:mandate')
    assert.match(latched.signIn.because, /since 20 January 2026, 00:00 UTC/)
  })

  test('explain: an account of a company that policy does not name', async (t) => {
    const gate = await startGateway(t, { stores })
    const policy = policyYaml().replace(/ {2}fabrikam:[\s\S]*?(?= {2}backup-direct:)/, '')
    await gate.reload({ policy, seeds: ['ada', 'maria', 'dora'] })
    await holds(gate, 'carl', HOME, 'refused:company_unknown')
  })
})

const APPS = `
  - { name: Partner portal, path: /, upstream: UPSTREAM, public: [/assets/] }
  - { name: Backup, path: /backup/, upstream: UPSTREAM, allow: { kinds: [direct] } }
  - { name: Cases, path: /cases/, upstream: UPSTREAM, inner: { origin: "http://cases.intern:8080", path: / } }
  - { name: Desk, host: desk.localhost, path: /, upstream: UPSTREAM, allow: { companies: [northwind], roles: [admin] } }
`

eachStoreSet((stores) => {
  test('A1 R21 · explain: where a URL leads and who may enter is what the guard then does', async (t) => {
    const gate = await startGateway(t, { stores, apps: APPS })
    const { port } = new URL(gate.origin)
    const people = { maria: await gate.signedIn('maria'), dora: await gate.signedIn('dora') }
    const cases: [person: 'maria' | 'dora', url: string, decision: string, app: string | null, status: number][] = [
      ['maria', '/list?id=1', 'forward:full_session', 'Partner portal', 200],
      ['maria', '/assets/logo', 'forward:public_path', 'Partner portal', 200],
      ['maria', '/backup/x', 'deny:not_allowed', 'Backup', 403],
      ['dora', '/backup', 'forward:full_session', 'Backup', 200],
      ['maria', '/cases/7?full', 'forward:full_session', 'Cases', 200],
      ['maria', '/cases//7', 'refused:ambiguous_path', null, 400],
      ['dora', '/backup/../list', 'refused:ambiguous_path', null, 400],
      ['dora', '/%62ackup/x', 'refused:ambiguous_path', null, 400],
      ['maria', `http://desk.localhost:${port}/`, 'deny:not_allowed', 'Desk', 403],
      ['maria', `http://nobody.example:${port}/`, 'refused:unknown_host', null, 421],
      ['maria', '/_gatehouse/account', 'own_page:own_page', null, 200],
    ]
    for (const [person, url, decision, app, status] of cases) {
      const { url: said } = await explain(gate, person, HOME, url)
      assert.equal(`${said?.decision}:${said?.reason}`, decision, url)
      assert.equal(said?.app, app, url)
      const [, host = '', path = url] = /^http:\/\/([^/]*)(.*)$/.exec(url) ?? []
      const headers = host === '' ? {} : { Host: host }
      assert.equal((await people[person].get(path, headers)).status, status, url)
      if (app !== 'Cases') assert.equal(said?.inner, null, url)
      else {
        const heard = gate.upstream.received.at(-1)
        assert.equal(said?.inner, `http://${heard?.headers.host}${heard?.url}`)
      }
    }
  })
})
