/*
 * Another site of the same domain, or an app behind the gateway, sets a cookie under the gateway's name: for the whole
 * domain, or for the path /_gatehouse/, where browsers then send it first. The victim goes on in the attacker's
 * session without noticing, and enrolls their phone, or enters their data, in the attacker's account.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'
import { problemCode } from '../support/problem.ts'
import { rawUpgrade } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

eachStoreSet((stores) => {
  test('R40 · two gateway cookies are refused on every page and in front of every app, in either order', async (t) => {
    const gate = await startGateway(t, { stores })
    const attacker = gate.visitor()
    await signIn(attacker, 'carl')
    const waiting = gate.visitor()
    await signIn(waiting, 'dora')
    const victim = await gate.signedIn('maria')
    const reached = gate.upstream.received.length
    const sent = gate.sent.length

    for (const [one, other] of [
      [attacker, victim],
      [victim, attacker],
      [attacker, waiting],
      [waiting, attacker],
    ] as const) {
      const tossed = bothOf(gate.visitor(), one, other)
      const answers = [
        await tossed.get('/'),
        await tossed.get(SIGN_IN),
        await tossed.get(ENROLL_PHONE),
        await tossed.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' }),
        await tossed.post('/_gatehouse/enroll/later'),
        await tossed.post(CHALLENGE, { code: '123456' }),
        await tossed.get('/_gatehouse/account'),
      ]
      for (const { status, text, headers } of answers) {
        assert.equal(status, 400)
        assert.match(text, /Clear the cookies of this site/)
        assert.equal(headers['set-cookie'], undefined)
      }
      assert.equal(problemCode(await tossed.fetch('/')), 'bad_request')
      assert.equal((await rawUpgrade(gate.origin, '/ws', [`Cookie: ${tossed.cookieHeader}`])).status, 400)
    }
    assert.equal(gate.upstream.received.length, reached)
    assert.equal(gate.sent.length, sent)
    assert.equal((await attacker.get(ENROLL_PHONE)).status, 200, 'nothing became of the attacker’s session either')
    assert.equal((await victim.get('/')).status, 200)
  })
})

test('R40 · a name that is ours but for a no-break space, which browsers let any site set, is not ours', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const planted = (await stand.gate.signedIn('carl')).cookies.get('gatehouse') ?? assert.fail()
  const page = (cookie: string): Promise<string> => send(stand.port, get('/', { host: stand.host, cookie }))
  assert.match(await page(`gatehouse=${planted}`), /\r\n\r\nportal$/)
  for (const pair of [`\xa0gatehouse=${planted}`, `gatehouse\xa0=${planted}`, `\xa0gatehouse\xa0=${planted}`]) {
    assert.equal(statusOf(await page(pair)), 401)
    for (const both of [`${pair}; ${stand.cookie}`, `${stand.cookie}; ${pair}`]) {
      assert.match(await page(both), /\r\n\r\nportal$/)
      assert.match(app.heads.at(-1) ?? '', /\r\nX-Gatehouse-User: maria@/)
    }
  }
})

test('R40 · an app cannot set the cookie, however it is spelled; its own it can', async (t) => {
  const app = createServer((_req, res) => {
    res.setHeader('Set-Cookie', [
      'gatehouse=planted; Path=/_gatehouse/',
      'Gatehouse=planted',
      ' gatehouse =planted',
      '=gatehouse=planted',
      '__Host-gatehouse=planted; Secure; Path=/',
      'gatehouse-browser=planted',
      'gatehouse-person=planted',
      'portal=its own',
    ])
    res.end()
  }).listen(0, '127.0.0.1')
  await once(app, 'listening')
  t.after(() => app.close())
  const address = app.address()
  assert.ok(typeof address === 'object' && address !== null)
  const gate = await startGateway(t, {
    stores: STORE_SETS[0] ?? assert.fail(),
    apps: `  - { name: Portal, path: /, upstream: 'http://127.0.0.1:${address.port}', public: [/public/] }`,
  })
  const maria = await gate.signedIn('maria')
  for (const path of ['/', '/public/']) {
    assert.deepEqual((await maria.get(path)).headers['set-cookie'], ['portal=its own'], path)
  }
  assert.equal((await maria.get('/')).status, 200)
})

/** A browser that holds the cookies of two others under the same name, as it may when they differ in path or domain. */
function bothOf(browser: Visitor, one: Visitor, other: Visitor): Visitor {
  browser.cookies.set('gatehouse', `${one.cookies.get('gatehouse')}; gatehouse=${other.cookies.get('gatehouse')}`)
  return browser
}
