/*
 * CGI, WSGI and PHP turn `X-Gatehouse-Role` into HTTP_X_GATEHOUSE_ROLE, and `X_Gatehouse_Role` too; some servers fold `.`
 * and other signs as well. A gateway that drops the one spelling only lets its own words be forged in another.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('R24 · no spelling of an identity or forwarding field gets through', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  const names = [
    'X-Gatehouse-Role',
    'x-gatehouse-role',
    'X_Gatehouse_Role',
    'X.Gatehouse.Role',
    'X-Gatehouse_Role',
    'X_GATEHOUSE-ROLE',
  ]
  const forwarded = [
    'X_Forwarded_For',
    'X.Forwarded.For',
    'X-Forwarded-for',
    'X-Real_IP',
    'True_Client_IP',
    'Remote_User',
  ]
  for (const path of ['/cases', '/assets/app.css']) {
    for (const name of [...names, ...forwarded]) {
      const before = app.heads.length
      assert.equal(statusOf(await send(stand.port, get(path, stand, `${name}: forged\r\n`))), 200, name)
      assert.equal(app.heads.length, before + 1)
      assert.doesNotMatch(app.heads.at(-1) ?? '', /forged/, name)
    }
  }
})
