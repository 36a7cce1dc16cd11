/*
 * An error page that repeats the request, for debugging, shows its Cookie and Authorization to whatever script can read
 * the page, and to whoever is sent a screenshot. One that repeats the cause shows where the apps are and what runs
 * there.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SIGN_IN, startGateway, type TestGateway } from '../support/gateway.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const SECRETS = [
  'Authorization: Basic c2VjcmV0',
  'X-Api-Key: marked-secret',
  'X-Gatehouse-User: marked-user',
  'Referer: http://marked-referer/',
]
const APPS = `
  - { name: Broken app, path: /, upstream: 'http://127.0.0.1:1' }
  - { name: Backup, path: /backup/, upstream: 'http://127.0.0.1:1', allow: { kinds: [direct] } }
`

eachStoreSet((stores) => {
  test('R28 · no error repeats a header, a cookie, a query or a body, or says what went on inside', async (t) => {
    const gate = await startGateway(t, { stores, apps: APPS })
    const maria = await gate.signedIn('maria')
    const cookie = `Cookie: ${maria.cookieHeader}; other=marked-cookie`
    const failing: [status: number, answer: RawAnswer][] = [
      [502, await send(gate, 'GET', '/x?q=marked-query', [cookie])],
      [403, await send(gate, 'GET', '/backup/x?q=marked-query', [cookie])],
      [404, await send(gate, 'GET', '/_gatehouse/marked-path?q=marked-query', [cookie])],
      [405, await send(gate, 'DELETE', '/_gatehouse/account', [cookie, 'Sec-Fetch-Site: same-origin'])],
      [405, await send(gate, 'TRACE', '/', [cookie])],
      [400, await send(gate, 'GET', '/%2e%2e/?q=marked-query', [cookie])],
      [400, await send(gate, 'GET', '/', [cookie, `${cookie}2`])],
      [
        421,
        await rawRequest(gate.origin, `GET / HTTP/1.1\r\nHost: marked-host\r\n${cookie}\r\nConnection: close\r\n\r\n`),
      ],
      [403, await send(gate, 'POST', SIGN_IN, [cookie, 'Sec-Fetch-Site: cross-site'], 'password=marked-password')],
      [
        400,
        await send(
          gate,
          'POST',
          SIGN_IN,
          [cookie, 'Sec-Fetch-Site: same-origin'],
          'password=marked-password&password=marked-password',
        ),
      ],
      [
        413,
        await send(
          gate,
          'POST',
          SIGN_IN,
          [cookie, 'Sec-Fetch-Site: same-origin'],
          `password=marked-password${'x'.repeat(20_000)}`,
        ),
      ],
      [422, await send(gate, 'POST', SIGN_IN, ['Sec-Fetch-Site: same-origin'], 'username=a&password=marked-password')],
      [401, await send(gate, 'GET', '/x?q=marked-query', ['Accept: application/json'])],
      [400, await rawRequest(gate.origin, `GET / HTTP/1.1\r\nHost : x\r\n${cookie}\r\nX: marked-secret\r\n\r\n`)],
    ]
    for (const [status, { status: got, bytes }] of failing) {
      assert.equal(got, status, bytes.slice(0, 200))
      assert.doesNotMatch(bytes, /marked-(?!query"|path")|c2VjcmV0|s%3A/, `${status}: ${bytes}`)
      assert.doesNotMatch(
        bytes,
        /127\.0\.0\.1:1\b|ECONN|node:|\.ts\b|node_modules|at async|undici|[Ee]xpress|x-powered-by/,
        bytes,
      )
    }
  })
})

/** A request that bears secrets. A page may repeat the path and query it was asked for only as a link to try again. */
async function send(gate: TestGateway, method: string, target: string, lines: string[], body = ''): Promise<RawAnswer> {
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${new URL(gate.origin).host}`,
    ...(lines.some((line) => line.startsWith('Accept:')) ? [] : ['Accept: text/html']),
    ...SECRETS,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...lines,
  ]
  return rawRequest(gate.origin, [...head, '', body].join('\r\n'))
}
