/*
 * Two apps share one server, and who may enter is decided by path. The attacker writes the path of the one that is closed
 * so that the gateway takes it for the other: `/%62ackup/`, `//backup/`, `/;x/backup/`, `/x/..%2fbackup/`. The server
 * behind decodes, folds or strips, and answers from the closed one. The same trick reaches what needs no session at all.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

const SPELLINGS = [
  '/%62ackup/jobs',
  '/%2562ackup/jobs',
  '/Backup/jobs',
  '//backup/jobs',
  '/./backup/jobs',
  '/x/../backup/jobs',
  '/x/%2e%2e/backup/jobs',
  '/x/..%2fbackup/jobs',
  '/x/..;/backup/jobs',
  '/;x/backup/jobs',
  '/backup;x/jobs',
  '/backup%2fjobs',
  '/backup%5cjobs',
  '/\\backup\\jobs',
  '/%5cbackup/jobs',
  '/backup%00/jobs',
  '/backup%3fjobs',
  '/backup%20/jobs',
  '/x%c0%af..%c0%afbackup/jobs',
  '/%ef%bc%8fbackup/jobs',
]

test('A1 R21 · no spelling of a closed path reaches its app, with a session of somebody else or with none', async (t) => {
  const app = await startRawApp(t)
  const apps = `
  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }
  - { name: Backup, path: /backup/, upstream: RAW, allow: { kinds: [direct] } }`
  const stand = await startStand(t, app.url, { apps })
  assert.equal(statusOf(await send(stand.port, get('/backup/jobs', stand))), 403)
  for (const path of SPELLINGS) {
    assert.equal(statusOf(await send(stand.port, get(path, stand))), 400, path)
    assert.equal(statusOf(await send(stand.port, get(path, { ...stand, cookie: 'a=1' }))), 400, path)
  }
  assert.deepEqual(app.heads, [])
})

test('A1 R21 · an encoded path is never public, whatever it decodes to', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  const nobody = { ...stand, cookie: 'a=1' }
  assert.equal(statusOf(await send(stand.port, get('/assets/app.css', nobody))), 200)
  for (const path of [
    '/%61ssets/app.css',
    '/assets%2fapp.css',
    '/assets/x%2f..app',
    '/assets//app.css',
    '/assets/%61',
    '/Assets/a',
  ]) {
    assert.equal(statusOf(await send(stand.port, get(path, nobody))), 401, path)
  }
  for (const path of [
    '/assets/../cases',
    '/assets/%2e%2e/cases',
    '/assets/..%2fcases',
    '/assets/..;/cases',
    '/assets\\..\\cases',
  ]) {
    assert.equal(statusOf(await send(stand.port, get(path, nobody))), 400, path)
  }
  assert.equal(app.heads.length, 1)
})
