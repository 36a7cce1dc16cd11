/*
 * A page of the attacker's sends the sign-in form by itself, with the attacker's own username and password. The victim
 * is then signed in as the attacker, and leaves a phone number, files or searches in the attacker's account. The same
 * trick ends a session or takes the reminder in the victim's name. A form without the cookie is not refused by
 * SameSite, so the sign-in form must look at where it comes from.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENROLL_PHONE, SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const ATTACKERS = 'username=carl%40fabrikam.example&password=correct-horse-battery&next=%2F'

/** What browsers say of a form of another site: new ones `Sec-Fetch-Site`, older ones `Origin`, the oldest `Referer`. */
const FOREIGN = [
  ['Sec-Fetch-Site: cross-site'],
  ['Sec-Fetch-Site: same-site'],
  ['Sec-Fetch-Site: none'],
  ['Sec-Fetch-Site: '],
  ['Sec-Fetch-Site: SAME-ORIGIN'],
  ['Origin: https://evil.example'],
  ['Origin: null'],
  ['Origin: '],
  ['Referer: https://evil.example/'],
  ['Referer: about:blank'],
]

eachStoreSet((stores) => {
  test('R35 · the sign-in form of another site signs nobody in', async (t) => {
    const gate = await startGateway(t, { stores })
    const own = `Origin: ${gate.origin}`
    const mixed = [
      ['Sec-Fetch-Site: cross-site', own],
      ['Origin: https://evil.example', `Referer: ${gate.origin}/`],
      [`Origin: ${gate.origin}.evil.example`],
      [`Origin: ${gate.origin.replace('http:', 'https:')}`],
      [`Origin: ${gate.origin.replace(/:\d+$/, ':1')}`],
      [`Referer: https://evil.example/?${gate.origin}`],
    ]
    for (const lines of [...FOREIGN, ...mixed]) {
      const answer = await send(gate, ATTACKERS, lines)
      assert.equal(answer.status, 403, lines.join())
      assert.equal(answer.headers.get('set-cookie'), undefined)
    }
    assert.equal((await send(gate, ATTACKERS, [own])).status, 303)
  })

  test('R35 R38 · nor does one that is sent as text or JSON, or in the query of a link', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const type of [
      'text/plain',
      'application/json',
      'multipart/form-data; boundary=x',
      'TEXT/PLAIN;charset=utf-8',
    ]) {
      const answer = await send(gate, ATTACKERS, [`Origin: ${gate.origin}`], type)
      assert.equal(answer.status, 400, type)
    }
    const linked = await gate.visitor().get(`${SIGN_IN}?${ATTACKERS}`)
    assert.equal(linked.status, 200)
    assert.equal(linked.headers['set-cookie'], undefined)
    assert.doesNotMatch(linked.text, /carl|correct-horse/)
  })

  test('R35 · no form of another site does anything in the name of somebody who is signed in', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    const sent = gate.sent.length
    const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
    assert.equal((await maria.post('/_gatehouse/sign-out', {}, foreign)).status, 403)
    assert.equal((await maria.get('/')).status, 200)
    assert.equal((await carl.post('/_gatehouse/enroll/later', {}, foreign)).status, 403)
    assert.equal((await carl.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' }, foreign)).status, 403)
    assert.equal((await carl.get('/')).location, ENROLL_PHONE)
    assert.equal(gate.sent.length, sent)
  })
})

async function send(gate: TestGateway, body: string, lines: string[], type = 'application/x-www-form-urlencoded') {
  const head = [
    `POST ${SIGN_IN} HTTP/1.1`,
    `Host: ${new URL(gate.origin).host}`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...lines,
  ]
  return rawRequest(gate.origin, [...head, '', body].join('\r\n'))
}
