/*
 * `X-Original-URL`, `X-Rewrite-URL`, `X-Forwarded-Uri` and their like tell a server which path was meant. A gateway that
 * decides by them lets `GET /cases` through as `/assets/`; an app that believes them answers `/backup/` to a request
 * that was let through as `/`. `X-HTTP-Method-Override` is the app's own affair: a gateway decides by path alone.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

const NAMES = [
  'X-Original-URL',
  'X-Original-URI',
  'X_Original_Url',
  'X-Rewrite-URL',
  'X-Forwarded-Uri',
  'X-Forwarded-Path',
  'X-Forwarded-Prefix',
  'X-Forwarded-Host',
  'X-Forwarded-Method',
  'X-Host',
  'Forwarded',
]

test('A1 R24 R25 · fields that name another path or host change no decision and reach no app', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  for (const name of NAMES) {
    const field = `${name}: /assets/evil\r\n`
    assert.equal(statusOf(await send(stand.port, get('/cases', { ...stand, cookie: 'a=1' }, field))), 401, name)
    assert.equal(statusOf(await send(stand.port, get('/cases', stand, field))), 200, name)
  }
  assert.equal(app.heads.length, NAMES.length)
  assert.doesNotMatch(app.bytes, /evil/)
})
