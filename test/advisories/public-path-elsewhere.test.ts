/*
 * `/cases?x=/assets/`, `/cases#/assets/`, `/cases;/assets/`: a gateway that looks for a public path anywhere in the
 * request target, or cuts the target in the wrong place, lets through what only mentions one. So do a health path and a
 * User-Agent that some gateways take for a probe.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('A1 R21 · a public path in query, fragment, parameter or host opens nothing', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, {
    apps: '  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }',
  })
  const nobody = { ...stand, cookie: 'a=1' }
  const rows: [string, number][] = [
    ['/cases?/assets/', 401],
    ['/cases?next=/assets/app.css', 401],
    ['/cases#/assets/', 400],
    ['/cases?a#/assets/', 400],
    ['/cases;/assets/', 401],
    ['/cases%3f/assets/', 401],
    ['/cases%23/assets/', 401],
    ['/x/assets/app.css', 401],
    ['/assets', 401],
    ['/assets;x=/app.css', 401],
    [`http://${stand.host}/cases?/assets/`, 401],
    ['/health', 401],
    ['/ping', 401],
  ]
  for (const [target, status] of rows) {
    assert.equal(statusOf(await send(stand.port, get(target, nobody))), status, target)
  }
  for (const agent of ['GoogleHC/1.0', 'kube-probe/1.30', 'ELB-HealthChecker/2.0']) {
    const answer = await send(stand.port, get('/cases', nobody, `User-Agent: ${agent}\r\n`))
    assert.equal(statusOf(answer), 401, agent)
  }
  assert.deepEqual(app.heads, [])
})
