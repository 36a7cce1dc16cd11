/*
 * `Connection: X-Gatehouse-User` asks every proxy to remove that field before it passes the request on. One that adds its
 * identity fields first and removes afterwards sends a request without any, which an app may take for an internal one.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('R23 · Connection removes nothing that the gateway says', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const names = 'X-Gatehouse-User, x-gatehouse-role, X-Forwarded-For, X-Forwarded-Proto, X-Request-Id, Host, X-Own'
  const request = get('/', stand, 'X-Own: 1\r\n').replace('Connection: close', `Connection: close, ${names}`)
  assert.equal(statusOf(await send(stand.port, request)), 200)
  const [head = ''] = app.heads
  for (const field of [
    'X-Gatehouse-User: maria@northwind.example',
    'X-Gatehouse-Role: member',
    'X-Forwarded-For: 127.0.0.1',
  ]) {
    assert.ok(head.includes(`\r\n${field}\r\n`) || head.endsWith(`\r\n${field}`), field)
  }
  assert.match(head, /\r\nX-Request-Id: \S+/)
  assert.match(head, new RegExp(`\\r\\nhost: ${stand.host}\\r\\n`))
  assert.doesNotMatch(head, /X-Own/)
})
