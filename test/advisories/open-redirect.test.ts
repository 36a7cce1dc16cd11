/*
 * A link to the real sign-in page carries an address of the attacker's in `next`. The person checks the host, signs in
 * where they always do, and is then handed on to a copy of the portal that asks for the password once more. Parsers
 * disagree about what is an address of the same site, so it is the browser's own parser that judges here.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const ELSEWHERE = [
  'https://evil.example/',
  'http:evil.example',
  'https:evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example/%2f..',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  '/\r\n/evil.example',
  ' //evil.example',
  '\u0001//evil.example',
  '/.//evil.example',
  '/%2e//evil.example',
  '/x/..//evil.example',
  '/x/%2e%2e//evil.example',
  '//evil.example%2f@localhost',
  '//localhost@evil.example',
  '@evil.example',
  '.evil.example',
  ':80@evil.example',
  '//evil%E3%80%82example',
  '//\uff45vil.example',
  'javascript:alert(1)',
  'JavaScript://localhost/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:http://localhost/x',
  '//[::1]/',
  '/_gatehouse/sign-out',
]

eachStoreSet((stores) => {
  test('A3 R37 · no `next` leads off the site, in whatever way it comes', async (t) => {
    const gate = await startGateway(t, { stores })
    const staysHere = (address: string | null, asked: string): void => {
      assert.ok(address !== null, asked)
      assert.equal(new URL(address, `${gate.origin}/_gatehouse/sign-in`).origin, gate.origin, `${asked} → ${address}`)
      assert.doesNotMatch(address, /^[\t-\r ]|[\r\n]|^\/_gatehouse\/sign-out/, asked)
    }
    const maria = await gate.signedIn('maria')
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    await carl.post('/_gatehouse/enroll/later')

    for (const next of ELSEWHERE) {
      const query = `${SIGN_IN}?next=${encodeURIComponent(next)}`
      const shown = await gate.visitor().get(query)
      const [, hidden = null] = /name="next" value="([^"]*)"/.exec(shown.text) ?? []
      staysHere(hidden?.replaceAll('&amp;', '&') ?? null, `on the form: ${next}`)
      staysHere((await maria.get(query)).location, `signed in already: ${next}`)
      staysHere((await signIn(gate.visitor(), 'carl', { next })).location, `after the password: ${next}`)
    }
  })

  test('A3 · nor does an address of the portal that looks like another site, or a page that a form came from', async (t) => {
    const gate = await startGateway(t, { stores })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    await carl.post('/_gatehouse/enroll/later')
    const asked = []
    for (const path of ['//evil.example/', '/x//evil.example/']) asked.push((await gate.visitor().get(path)).location)
    for (const from of ['https://evil.example/', `${gate.origin}//evil.example/`, `${gate.origin}@evil.example/`]) {
      const { text } = await gate.visitor().post('/x', {}, { Referer: from })
      asked.push(/href="(\/_gatehouse\/sign-in[^"]*)"/.exec(text)?.[1] ?? null)
    }
    for (const location of asked) {
      const next = new URL(location ?? '', gate.origin).searchParams.get('next') ?? assert.fail('no way on is shown')
      const led = (await signIn(gate.visitor(), 'carl', { next })).location ?? ''
      assert.equal(new URL(led, gate.origin).origin, gate.origin, next)
    }
  })

  test('A3 · the way on after enrolling stays here as well', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '//evil.example/' })
    await maria.post('/_gatehouse/enroll/phone', { country: 'GB', phone: '07400 123456' })
    await maria.post('/_gatehouse/challenge', { code: gate.lastCode() })
    const done = await maria.get('/_gatehouse/enroll/done')
    assert.equal(done.status, 200)
    assert.doesNotMatch(done.text, /evil/)
  })
})
