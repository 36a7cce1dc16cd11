/*
 * A gateway that keeps what was posted while somebody signs in again posts it for them afterwards, from its own page: the app
 * sees a form of its own origin. Whatever gets into what is kept is laundered by that. An attacker's page posts to the portal
 * in the victim's browser, whose session has ended; or the attacker lets a form of their own be kept, plants the cookie that
 * goes with it in the victim's browser, and sends the victim the link that sends it on, in the victim's name.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const MARK = 'gatehouse-person'
const TRANSFER = { to: 'attacker', amount: '1000' }
const LATER = 12 * 3_600_000

const FOREIGN: Record<string, string>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'none' },
  { 'Sec-Fetch-Site': 'SAME-ORIGIN' },
  { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
  { 'Sec-Fetch-Site': '', Origin: 'null' },
  { 'Sec-Fetch-Site': '', Origin: '', Referer: 'https://evil.example/' },
]

eachStoreSet((stores) => {
  test('R35 · a form of another site is not kept, whatever its browser bears', async (t) => {
    const gate = await startGateway(t, { stores })
    const victim = await gate.signedIn('maria')
    gate.clock.advance(LATER)
    for (const from of FOREIGN) {
      const answer = await victim.post('/transfers', TRANSFER, from)
      assert.equal(answer.status, 401, JSON.stringify(from))
      assert.match(answer.text, /It came from another site/)
    }
    await signIn(victim, 'maria', { next: '/transfers' })
    assert.equal((await victim.post(CHALLENGE, { code: gate.lastCode() })).location, '/transfers')
    await victim.get('/transfers')
    assert.deepEqual(
      gate.upstream.received.map(({ method }) => method),
      ['GET'],
    )
  })

  test('R35 · a form that somebody else let be kept is sent on for nobody else, with their cookie and link', async (t) => {
    const gate = await startGateway(t, { stores })
    const attacker = await gate.signedIn('carl')
    gate.clock.advance(LATER)
    const link = (await attacker.post('/transfers', TRANSFER)).location ?? assert.fail('it was not kept')
    const id = new URL(link, gate.origin).searchParams.get('for') ?? ''

    const victim = await gate.signedIn('maria')
    victim.cookies.set(MARK, attacker.cookies.get(MARK) ?? assert.fail('no mark was left'))
    assert.match((await victim.get(link)).text, /<h1>This page is out of date<\/h1>/)
    assert.equal((await victim.post('/_gatehouse/resume', { for: id })).status, 409)

    const signingIn = gate.visitor()
    signingIn.cookies.set(MARK, attacker.cookies.get(MARK) ?? '')
    await signIn(signingIn, 'maria', { next: link })
    await signingIn.post(CHALLENGE, { code: gate.lastCode() })
    assert.match((await signingIn.get(link)).text, /<h1>This page is out of date<\/h1>/)
    assert.notEqual(signingIn.cookies.get(MARK), attacker.cookies.get(MARK), 'a planted mark is replaced')
    assert.equal(gate.upstream.received.length, 0)
  })

  test('R40 · a mark made for one host means nothing at another', async (t) => {
    const apps = `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Shop, host: shop.localhost, path: /, upstream: UPSTREAM }
`
    const gate = await startGateway(t, { stores, apps })
    const maria = await gate.signedIn('maria')
    const { port } = new URL(gate.origin)
    const there = gate.visitor({ headers: { Host: `shop.localhost:${port}` } })
    there.cookies.set(MARK, maria.cookies.get(MARK) ?? '')
    const answer = await there.post('/transfers', TRANSFER, { Origin: `http://shop.localhost:${port}` })
    assert.match(answer.text, /You are signed out in this browser/)
  })
})
