/*
 * Public paths pass without a session, and so without the code that sets identity fields: if dropping the client's own is
 * part of that code, anybody is anybody there. And an identity that is sent along where none was asked for ends up in
 * caches and logs of assets.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('R24 · on public paths no identity goes to the app: not a forged one, and not the real one', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  const forged = 'X-Gatehouse-User: ada@northwind.example\r\nX-Gatehouse-Role: admin\r\n'
  for (const cookie of [stand.cookie, 'a=1', `a=1; ${stand.cookie}`]) {
    assert.equal(statusOf(await send(stand.port, get('/assets/app.css', { ...stand, cookie }, forged))), 200)
  }
  assert.equal(app.heads.length, 3)
  assert.doesNotMatch(app.bytes, /x-gatehouse|gatehouse=|northwind/i)
})
