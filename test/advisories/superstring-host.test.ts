/*
 * The gateway compares Host by prefix, suffix or pattern, so that `localhost.evil.example` or `evil-localhost` passes
 * for a host of its own, and links, redirects and cookies are made out for it. Or there are two Host fields, and the
 * gateway reads one and the app the other.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('R20 · only a host that is configured, once, and spelled as one', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const request = (fields: string): string => get('/', stand).replace(/Host: .*\r\n/, fields)
  const { host, port } = stand
  const rows: [string, number][] = [
    [`Host: ${host}.evil.example\r\n`, 400],
    [`Host: localhost.evil.example:${port}\r\n`, 421],
    [`Host: evil-localhost:${port}\r\n`, 421],
    [`Host: evil.localhost:${port}\r\n`, 421],
    [`Host: localhost.:${port}\r\n`, 421],
    [`Host: localhost:${port}0\r\n`, 400],
    ['Host: evil.example\r\n', 421],
    [`Host: maria@${host}\r\n`, 400],
    [`Host: evil.example@${host}\r\n`, 400],
    [`Host: ${host}/\r\n`, 400],
    [`Host: ${host}, evil.example\r\n`, 400],
    [`Host: ${host} evil.example\r\n`, 400],
    ['Host: \r\n', 400],
    ['', 400],
    [`Host: ${host}\r\nHost: ${host}\r\n`, 400],
    [`Host: ${host}\r\nHost: evil.example\r\n`, 400],
    [`Host: evil.example\r\nhost: ${host}\r\n`, 400],
    [`Host : ${host}\r\n`, 400],
    [`Host: ${host}\r\n evil.example\r\n`, 400],
  ]
  for (const [fields, status] of rows) {
    const answer = await send(port, request(fields))
    assert.equal(statusOf(answer), status, JSON.stringify(fields))
    assert.doesNotMatch(answer, /evil/, JSON.stringify(fields))
  }
  assert.deepEqual(app.heads, [])
  assert.equal(statusOf(await send(port, request(`Host: LOCALHOST:${port}\r\n`))), 200)
})
