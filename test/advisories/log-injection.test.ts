/*
 * What a visitor sends ends up in the log. With a line break in it they write lines of their own: a sign-in that never
 * was, an address that never asked. With terminal escapes they hide lines from whoever reads them, or do worse.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const FORGED = '{"level":30,"audit":{"event":"sign_in","outcome":"success","accountId":"ada"}}'
const BREAKS = ['\n', '\r\n', '\r', '\u2028', '\u0085', '\v', '\f']
const ESCAPES = ['\u001b[2K\u001b[1A', '\u009b2J', '\b\b\b', '\u001b]0;title\u0007', '\u202e']

eachStoreSet((stores) => {
  test('R14 · nothing in a form or query begins a line of the log, or moves its reader’s cursor', async (t) => {
    const gate = await startGateway(t, { stores })
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    for (const trick of [...BREAKS, ...ESCAPES]) {
      const text = `x${trick}${FORGED}`
      await gate.visitor().post(SIGN_IN, { username: text, password: text, next: text })
      await gate.visitor().get(`${SIGN_IN}?next=${encodeURIComponent(text)}&notice=${encodeURIComponent(text)}`)
      await gate.visitor().get(`/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`)
      await carl.post('/_gatehouse/enroll/phone', { country: text, phone: text })
      await carl.post(CHALLENGE, { code: text, by: text })
    }
    assertSound(gate)
  })

  test('R14 · nor does anything in a head, sent as bytes', async (t) => {
    const gate = await startGateway(t, { stores })
    const { host } = new URL(gate.origin)
    const text = `x\u001b[2K\u009b\u0085${FORGED}`
    const lines = ['User-Agent', 'Referer', 'X-Forwarded-For', 'X-Request-Id', 'Origin', 'Cookie', 'Accept', 'X-New']
    for (const name of lines) {
      await rawRequest(gate.origin, `GET / HTTP/1.1\r\nHost: ${host}\r\n${name}: ${text}\r\nConnection: close\r\n\r\n`)
    }
    for (const target of ['/x\u001b[2K', '/x\u0085y', '/x\ty', '/x%0a%0d%1b', `/x?y\u009b`, '/x%E2%80%A8y']) {
      await rawRequest(gate.origin, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    }
    await rawRequest(gate.origin, `GET / HTTP/1.1\r\nHost: ${text}\r\nConnection: close\r\n\r\n`)
    await rawRequest(gate.origin, `${text} / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    assertSound(gate)
    assert.doesNotMatch(gate.logged.join(''), /x-forged|accountId":"ada"/)
  })
})

/** Every line is one JSON object by the gateway's own hand, without a character that does something. */
function assertSound({ logged }: TestGateway): void {
  assert.ok(logged.length > 0)
  for (const line of logged) {
    assert.match(line, /^\{[^\n]*\}\n$/)
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    assert.doesNotMatch(line.slice(0, -1), /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/)
    const entry: unknown = JSON.parse(line)
    assert.ok(typeof entry === 'object' && entry !== null && 'pid' in entry && 'time' in entry, line)
  }
}
