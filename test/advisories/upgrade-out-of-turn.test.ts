/*
 * An upgrade pipelined behind a request that is still being answered: whoever reads the connection, a proxy in front
 * above all, takes the answer to the upgrade for the answer to the request before it, and one person's answer for
 * another's. And a body that is asked for before anybody decided: `100 Continue` ahead of a refusal.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGateway } from '../support/gateway.ts'
import { rawRequest } from '../support/raw-request.ts'
import { STORE_SETS } from '../support/store-sets.ts'

const [embedded] = STORE_SETS
assert.ok(embedded)

test('R22 R27 · an upgrade behind a request that is not answered yet closes the connection', async (t) => {
  const gate = await startGateway(t, { stores: embedded })
  const host = new URL(gate.origin).host
  const slow = [
    'POST /_gatehouse/sign-in HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${gate.origin}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 51',
    '',
    'username=nobody%40northwind.example&password=x&next',
  ]
  const upgrade = [
    'GET /ws HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${gate.origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ]
  const { bytes } = await rawRequest(gate.origin, slow.join('\r\n') + upgrade.join('\r\n'))
  assert.doesNotMatch(bytes, /HTTP\/1\.1 (401|101)/)
})

test('R22 · no 100 Continue goes ahead of a refusal', async (t) => {
  const gate = await startGateway(t, { stores: embedded })
  const lines = [
    'POST /upload HTTP/1.1',
    `Host: ${new URL(gate.origin).host}`,
    'Expect: 100-continue',
    'Content-Length: 5',
    'Connection: close',
  ]
  const { bytes } = await rawRequest(gate.origin, `${lines.join('\r\n')}\r\n\r\n`)
  assert.match(bytes, /^HTTP\/1\.1 401 /)
})
