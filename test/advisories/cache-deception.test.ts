/*
 * A shared cache in front keeps what looks like a file. The attacker sends the victim to /_gatehouse/account/x.css:
 * answered with the victim's page, it is in the cache for the attacker to fetch. And at a shared machine the Back
 * button after signing out shows what the browser has kept.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENROLL_PHONE, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const DISGUISES = [
  '/_gatehouse/account/x.css',
  '/_gatehouse/account/',
  '/_gatehouse/account;x.css',
  '/_gatehouse/account%2fx.css',
  '/_gatehouse/account%3fx.css',
  '/_gatehouse/account%00.css',
  '/_gatehouse/account.css',
  '/_gatehouse/assets/..%2faccount',
  '/_gatehouse/assets/%2e%2e/account',
  '/_gatehouse/assets/account',
  '/_GATEHOUSE/account',
]

eachStoreSet((stores) => {
  test('R36 · no other address shows a page about somebody, and what is shown is kept nowhere', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.match((await maria.get('/_gatehouse/account')).text, /maria@northwind\.example/)
    for (const disguise of DISGUISES) {
      const { status, headers, text } = await maria.get(disguise)
      assert.ok(status === 404 || status === 400, `${disguise}: ${status}`)
      assert.doesNotMatch(text, /maria/, disguise)
      assert.equal(headers['cache-control'], 'no-store', disguise)
    }
    for (const query of ['?x.css', '?/x.js', '?v=1#.css']) {
      assert.equal(
        (await maria.get(`/_gatehouse/account${query.replace('#', '%23')}`)).headers['cache-control'],
        'no-store',
      )
    }
  })

  test('R36 · what a stranger is told in place of a file of an app is kept nowhere', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const path of ['/style.css', '/app.js', '/logo.png']) {
      for (const answer of [await gate.visitor().get(path), await gate.visitor().fetch(path)]) {
        assert.ok([303, 401].includes(answer.status))
        assert.equal(answer.headers['cache-control'], 'no-store')
        assert.equal(answer.headers.etag, undefined)
      }
    }
  })

  test('A1 · after signing out nothing is confirmed as still fresh, and the browser is told to forget', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const copy = maria.copy()
    for (const path of ['/_gatehouse/account', SIGN_IN]) {
      assert.equal((await maria.get(path)).headers['cache-control'], 'no-store', path)
    }
    const out = await maria.post('/_gatehouse/sign-out')
    assert.match(String(out.headers['clear-site-data']), /"cache"/)
    const reached = gate.upstream.received.length
    const conditional = {
      'If-None-Match': '*',
      'If-Modified-Since': 'Thu, 01 Jan 2099 00:00:00 GMT',
      Range: 'bytes=0-9',
    }
    for (const path of ['/', '/cases', '/_gatehouse/account']) {
      assert.equal((await copy.get(path, conditional)).status, 303, path)
    }
    assert.equal(gate.upstream.received.length, reached)
  })

  test('R36 · the steps in between are kept nowhere either', async (t) => {
    const gate = await startGateway(t, { stores })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    for (const path of [ENROLL_PHONE, '/_gatehouse/enroll/app', '/_gatehouse/challenge', '/']) {
      assert.equal((await carl.get(path)).headers['cache-control'], 'no-store', path)
    }
  })
})
