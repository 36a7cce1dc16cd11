import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const OFFICE = { from: '127.0.0.2' }
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('A23 A24 · at the office a challenge every 21 days, elsewhere at every sign-in', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, '/')
    assert.equal((await signIn(gate.visitor(), 'maria')).location, CHALLENGE)

    gate.clock.advance(21 * DAY - 1)
    const office = gate.visitor(OFFICE)
    assert.equal((await signIn(office, 'maria', { next: '/cases' })).location, '/cases')
    assert.equal((await office.get('/cases')).status, 200)
    gate.clock.advance(1)
    const due = gate.visitor(OFFICE)
    assert.equal((await signIn(due, 'maria')).location, CHALLENGE)
    assert.equal((await due.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, '/')
  })

  test('A23 · a clock that ran backwards brings a challenge', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    gate.clock.advance(-1)
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, CHALLENGE)
  })

  test('A25 · the office replaces neither the password nor an enrollment', async (t) => {
    const gate = await startGateway(t, { stores })
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, ENROLL_PHONE)
    assert.match((await gate.visitor(OFFICE).get('/')).location ?? '', /sign-in/)
  })

  test('A23 · a session that waits for its challenge is not completed by going to the office', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const outside = gate.visitor()
    await signIn(outside, 'maria')
    const carried = gate.visitor(OFFICE)
    for (const [name, value] of outside.cookies) carried.cookies.set(name, value)
    assert.equal((await carried.get('/')).location, CHALLENGE)
  })

  test("A28 A29 · client and direct accounts are challenged from a partner's office too", async (t) => {
    const gate = await startGateway(t, { stores })
    for (const person of ['carl', 'dora'] as const) {
      await gate.enrolled(person)
      assert.equal((await signIn(gate.visitor(OFFICE), person)).location, CHALLENGE, person)
    }
  })

  test('A29 · a direct company may be given networks of its own', async (t) => {
    const networks = 'trusted_networks: [{ name: Workshop, ranges: [127.0.0.4/32] }]'
    const gate = await startGateway(t, { stores, policy: policyYaml({ backup: networks }) })
    await gate.enrolled('dora')
    assert.equal((await signIn(gate.visitor({ from: '127.0.0.4' }), 'dora')).location, '/')
    assert.equal((await signIn(gate.visitor(OFFICE), 'dora')).location, CHALLENGE)
  })

  test('A27 R25 · a forged X-Forwarded-For gains nothing; a believed proxy is read from the right', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const forged = { 'X-Forwarded-For': '127.0.0.2', Forwarded: 'for=127.0.0.2', 'X-Real-IP': '127.0.0.2' }
    assert.equal((await signIn(gate.visitor({ headers: forged }), 'maria')).location, CHALLENGE)

    await gate.restart({ settings: 'believed_proxies: [127.0.0.7/32]' })
    const proxied = (forwardedFor: string) =>
      gate.visitor({ from: '127.0.0.7', headers: { 'X-Forwarded-For': forwardedFor } })
    assert.equal((await signIn(proxied('203.0.113.9, 127.0.0.2'), 'maria')).location, '/')
    assert.equal((await signIn(proxied('::ffff:127.0.0.2'), 'maria')).location, '/')
    for (const other of ['127.0.0.2, 203.0.113.9', '0177.0.0.2', '2130706434', '127.0.2', 'unknown']) {
      assert.equal((await signIn(proxied(other), 'maria')).location, CHALLENGE, other)
    }
    assert.equal((await signIn(gate.visitor({ headers: forged }), 'maria')).location, CHALLENGE)
  })

  test('A27 R13 · a believed proxy that stands in a trusted network lends nobody its place', async (t) => {
    const networks = 'trusted_networks: [{ name: Data centre, ranges: [127.0.0.4/30] }]'
    const policy = policyYaml().replace(/trusted_networks: .*Head office.*/, networks)
    const gate = await startGateway(t, { stores, policy, settings: 'believed_proxies: [127.0.0.7/32]' })
    await gate.enrolled('maria')
    const proxied = (headers: Record<string, string>) => gate.visitor({ from: '127.0.0.7', headers })
    assert.equal((await signIn(proxied({ 'X-Forwarded-For': '127.0.0.5' }), 'maria')).location, '/')
    const unsaid = [{}, { 'X-Forwarded-For': '203.0.113.9:5555' }, { 'X-Forwarded-For': '[2001:db8::1]:443' }]
    for (const headers of unsaid) {
      assert.equal((await signIn(proxied(headers), 'maria')).location, CHALLENGE, JSON.stringify(headers))
    }
  })

  test('A26 R12 · bound to the browser, relief holds only where the challenge was passed', async (t) => {
    const policy = policyYaml({ more: 'trusted_network_relief: { bind_to_browser: true }' })
    const gate = await startGateway(t, { stores, policy })
    const maria = await gate.signedIn('maria', OFFICE)
    assert.ok(maria.cookies.has('gatehouse-browser'))
    assert.equal((await signIn(maria, 'maria')).location, '/')
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, CHALLENGE, 'another browser')

    const planted = gate.visitor(OFFICE)
    planted.cookies.set('gatehouse-browser', 'B'.repeat(32))
    await signIn(planted, 'maria')
    await planted.post(CHALLENGE, { code: gate.lastCode() })
    assert.notEqual(planted.cookies.get('gatehouse-browser'), 'B'.repeat(32), 'a planted mark is replaced')

    const forged = gate.visitor(OFFICE)
    forged.cookies.set('gatehouse-browser', 'A'.repeat(32))
    assert.equal((await signIn(forged, 'maria')).location, CHALLENGE, 'a made-up mark')

    const ada = gate.visitor(OFFICE)
    ada.cookies.set('gatehouse-browser', maria.cookies.get('gatehouse-browser') ?? '')
    await gate.enrolled('ada')
    assert.equal((await signIn(ada, 'ada')).location, CHALLENGE, "another account's mark")
  })
})
