/*
 * A script of one app registers a service worker for the whole origin: it would see, and answer, what is asked of the
 * other apps and of the gateway's own pages. Browsers allow it where the script comes with `Service-Worker-Allowed`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, okay, send, startRawApp, startStand } from '../proxy/stand.ts'

const APPS = `
  - { name: Portal, path: /, upstream: RAW }
  - { name: Reports, path: /reports/, upstream: RAW }`

for (const [path, scope, passes] of [
  ['/reports/worker.js', '/', false],
  ['/reports/worker.js', 'https://portal.example/', false],
  ['/reports/js/worker.js', '/reports', false],
  ['/reports/worker.js', '/reports/../', false],
  ['/reports/worker.js', '..', false],
  ['/reports/js/worker.js', '/reports/', true],
  ['/js/worker.js', '/', true],
] as const) {
  test(`A worker of ${path} ${passes ? 'may' : 'may not'} have the scope ${scope}`, async (t) => {
    const app = await startRawApp(t, (socket) => {
      socket.write(okay('worker', `Service-Worker-Allowed: ${scope}\r\n`))
    })
    const stand = await startStand(t, app.url, { apps: APPS })
    const answer = await send(stand.port, get(path, stand))
    assert.match(answer, /^HTTP\/1\.1 200 /)
    assert.equal(/^service-worker-allowed: /im.test(answer), passes)
  })
}
