/*
 * A name such as __proto__ or constructor, put where a program uses names as keys, changes what every object of the
 * process has: `level: "full"` in each session, say, or a template's options. The gateway runs in this process, so
 * what it does to objects is seen here.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, SIGN_IN, startGateway } from '../support/gateway.ts'
import { rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const NAMES = [
  '__proto__',
  '__proto__[level]',
  '__proto__.level',
  'constructor',
  'constructor[prototype][level]',
  'constructor.prototype.level',
  'prototype',
  'toString',
  'hasOwnProperty',
  'x[__proto__][level]',
]

eachStoreSet((stores) => {
  test('R38 · such names in a form, query, cookie or header are names like any other', async (t) => {
    const gate = await startGateway(t, { stores })
    const { host } = new URL(gate.origin)
    for (const name of NAMES) {
      const visitor = gate.visitor()
      visitor.cookies.set(encodeURIComponent(name), 'full')
      visitor.cookies.set('__proto__', 'full')
      const query = `?${encodeURIComponent(name)}=full&next=%2Fcases`
      const page = await visitor.get(SIGN_IN + query)
      assert.equal(page.status, 200)
      assert.match(page.text, /name="next" value="\/cases"/)
      const form = { [name]: 'full', username: 'maria@northwind.example', password: 'correct-horse-battery' }
      assert.equal((await visitor.post(SIGN_IN + query, form)).location, ENROLL_PHONE, name)
      assert.equal((await visitor.get(`/${query}`)).location, ENROLL_PHONE)
      assert.equal((await visitor.post(CHALLENGE, { [name]: 'full', code: '123456' })).location, ENROLL_PHONE)
      assertUntouched()
    }
    const headers = ['__proto__: full', '__Proto__: full', 'constructor: full', 'prototype: full', 'toString: full']
    const lines = ['GET / HTTP/1.1', `Host: ${host}`, ...headers, 'Accept: text/html', 'Connection: close']
    assert.equal((await rawRequest(gate.origin, [...lines, '', ''].join('\r\n'))).status, 303)
    assertUntouched()
    assert.deepEqual(gate.upstream.received, [])
  })

  test('R38 · an app is given them as they came, and nothing is made of them on the way', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const target = '/cases?__proto__[level]=full&constructor.prototype.x=1'
    assert.equal((await maria.get(target, { ['__proto__']: 'full', constructor: 'full' })).status, 200)
    assert.equal(gate.upstream.received.at(-1)?.url, target)
    assert.equal(gate.upstream.received.at(-1)?.headers['x-gatehouse-user'], 'maria@northwind.example')
    assertUntouched()
  })
})

function assertUntouched(): void {
  const fresh: Record<string, unknown> = {}
  assert.equal(fresh['level'], undefined)
  assert.equal(fresh['full'], undefined)
  assert.equal(Object.getPrototypeOf(fresh), Object.prototype)
  assert.equal(typeof fresh['toString'], 'function')
  const names: string[] = []
  for (const name in fresh) names.push(name)
  assert.deepEqual(names, [])
}
