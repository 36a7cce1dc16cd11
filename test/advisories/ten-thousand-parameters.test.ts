/*
 * One small request makes much work: ten thousand fields in a form or query, names that all fall into one bucket of a
 * hash, a cookie of thousands of pairs, brackets nested a thousand deep. The server stands still for everybody.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SIGN_IN, startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

/** Far more than any of these takes, on a slow machine too. */
const SOON_MS = 1000
const IN_A_HEAD = 15_000

eachStoreSet((stores) => {
  test('R38 · a form of ten thousand fields is refused, however it is dressed up', async (t) => {
    const gate = await startGateway(t, { stores })
    const fields = (write: (i: number) => string): string =>
      Array.from({ length: 10_000 }, (_, i) => write(i)).join('&')
    const bodies: [body: string, status: number][] = [
      [fields((i) => `f${i}=`), 413],
      [fields(() => ''), 413],
      [fields(() => 'username='), 413],
      [`username${'[a]'.repeat(5000)}=x`, 422],
      [`username=${'%'.repeat(9000)}`, 400],
      [`username=${'+'.repeat(16_000)}`, 422],
      [`username=${'a'.repeat(8000)}&password=${'b'.repeat(8000)}`, 422],
    ]
    for (const [body, status] of bodies) {
      const answer = await soon(() => post(gate, body))
      assert.equal(answer.status, status, body.slice(0, 40))
      assert.equal(answer.headers.get('set-cookie'), undefined)
    }
  })

  test('R38 · one that never ends is cut off, not collected', async (t) => {
    const gate = await startGateway(t, { stores })
    const chunk = `${(0x1000).toString(16)}\r\n${'a'.repeat(0x1000)}\r\n`
    const answer = await soon(() =>
      rawRequest(
        gate.origin,
        `${head(gate, 'POST', SIGN_IN, FORM)}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}`,
      ),
    )
    assert.equal(answer.status, 413)
  })

  test('R29 · queries, cookies and headers of thousands of parts', async (t) => {
    const gate = await startGateway(t, { stores })
    const heads: [bytes: string, statuses: number[]][] = [
      [head(gate, 'GET', `${SIGN_IN}?${'a&'.repeat(IN_A_HEAD / 2)}`), [200]],
      [head(gate, 'GET', `${SIGN_IN}?${'next=/x&'.repeat(IN_A_HEAD / 8)}`), [200]],
      [head(gate, 'GET', `/?${'a=&'.repeat(IN_A_HEAD / 3)}`), [303]],
      [head(gate, 'GET', '/'.repeat(IN_A_HEAD)), [400]],
      [head(gate, 'GET', `/${'a;'.repeat(IN_A_HEAD / 2)}`), [400]],
      [head(gate, 'GET', `/${'%2'.repeat(IN_A_HEAD / 2)}`), [400, 303]],
      [head(gate, 'GET', '/', `Cookie: ${'a=b; '.repeat(IN_A_HEAD / 5)}\r\n`), [303]],
      [head(gate, 'GET', '/', `Cookie: ${'gatehouse; '.repeat(IN_A_HEAD / 11)}\r\n`), [303]],
      [head(gate, 'GET', '/', `Cookie: gatehouse=s%3A${'.'.repeat(IN_A_HEAD)}\r\n`), [303]],
      [head(gate, 'GET', '/', 'X: y\r\n'.repeat(2000)), [303, 431]],
      [head(gate, 'GET', '/', `Accept-Language: ${'a,'.repeat(IN_A_HEAD / 2)}\r\n`), [303]],
      [head(gate, 'GET', '/', `X: ${'y'.repeat(20_000)}\r\n`), [431]],
    ]
    for (const [bytes, statuses] of heads) {
      const answer = await soon(() => rawRequest(gate.origin, `${bytes}\r\n`))
      assert.ok(statuses.includes(answer.status), `${answer.status} to ${bytes.slice(0, 60)}`)
    }
    assert.deepEqual(gate.upstream.received, [])
    assert.equal((await gate.visitor().get(SIGN_IN)).status, 200, 'the gateway goes on')
  })
})

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n'

function post(gate: TestGateway, body: string): Promise<RawAnswer> {
  return rawRequest(gate.origin, `${head(gate, 'POST', SIGN_IN, FORM)}Content-Length: ${body.length}\r\n\r\n${body}`)
}

function head(gate: TestGateway, method: string, target: string, fields = ''): string {
  const { host } = new URL(gate.origin)
  return `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\nConnection: close\r\n${fields}`
}

async function soon(ask: () => Promise<RawAnswer>): Promise<RawAnswer> {
  const begun = performance.now()
  const answer = await ask()
  const took = performance.now() - begun
  assert.ok(took < SOON_MS, `answered after ${Math.round(took)} ms`)
  return answer
}
