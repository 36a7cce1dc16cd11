/*
 * `Upgrade: websocket` takes another way through most servers: an event of its own, past the middleware that asks for a
 * session. A proxy that is told `ws: true` lets every upgrade through to the app, signed in or not.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

const FIELDS =
  'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'

test('A1 R27 · an upgrade without a complete session reaches no app, on any path, in any spelling', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  const own = `Origin: http://${stand.host}\r\n`
  const half = stand.gate.visitor()
  await half.post('/_gatehouse/sign-in', { username: 'ada@northwind.example', password: 'correct-horse-battery' })
  for (const cookie of ['a=1', half.cookieHeader, 'gatehouse=s%3Aforged.signature']) {
    for (const path of ['/', '/ws', '/socket.io/?transport=websocket', '/assets/../ws', '/assets%2fws', '//assets/']) {
      const status = statusOf(await send(stand.port, get(path, { ...stand, cookie }, FIELDS + own)))
      assert.ok(status === 401 || status === 400, `${path}: ${status}`)
    }
    for (const upgrade of ['WebSocket', 'websocket, h2c', 'h2c, websocket', 'websocket/13']) {
      const fields = FIELDS.replace('Upgrade: websocket', `Upgrade: ${upgrade}`) + own
      const status = statusOf(await send(stand.port, get('/ws', { ...stand, cookie }, fields)))
      assert.ok(status === 401 || status === 400, `${upgrade}: ${status}`)
    }
  }
  assert.deepEqual(app.heads, [])
})

test('R27 · another site’s page cannot open a WebSocket with the visitor’s cookie', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const { host, port } = stand
  for (const origin of [
    'http://evil.example',
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    `https://${host}`,
    `http://localhost:${port + 1}`,
    `http://${host}/`,
    'null',
    '',
  ]) {
    const answer = await send(port, get('/ws', stand, `${FIELDS}Origin: ${origin}\r\n`))
    assert.equal(statusOf(answer), 403, origin)
    assert.match(answer, /"code":"cross_site"/, origin)
  }
  assert.equal(statusOf(await send(port, get('/ws', stand, FIELDS))), 403)
  assert.deepEqual(app.heads, [])
})
