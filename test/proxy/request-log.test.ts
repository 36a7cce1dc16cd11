import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { openRequestLog, type RequestLine } from '../../src/http/request-log.ts'
import { openLog } from '../../src/log.ts'
import { testClock } from '../support/clock.ts'
import { tempDir } from '../support/temp-dir.ts'
import { get, send, startRawApp, startStand } from './stand.ts'

const line: RequestLine = {
  requestId: 'r-1',
  method: 'GET',
  host: 'portal.example',
  path: '/a\r\n{"level":30}\u2028\u001b[2J',
  address: '203.0.113.9',
  decision: 'full_session',
  app: 'Portal',
  accountId: null,
  status: 101,
  ms: 3,
}

test('A request’s line has the form that pino gives every other', () => {
  const written: string[] = []
  const sink = { write: (text: string) => void written.push(text) }
  const clock = testClock()
  for (const options of [{}, { base: null }, { base: { name: 'edge-1' } }]) {
    const log = pino({ ...options, timestamp: () => `,"time":${clock.now()}` }, sink)
    openRequestLog(log, clock).upgrade(line)
    log.info({ request: line }, 'upgrade')
    const [ours, pinos] = written.splice(0)
    assert.equal(ours, pinos)
  }
  openRequestLog(pino({ level: 'warn' }, sink), clock).upgrade(line)
  assert.deepEqual(written, [])
})

test('R14 · control characters cannot forge a line', () => {
  const written: string[] = []
  openRequestLog(pino({}, { write: (text) => void written.push(text) }), testClock()).upgrade(line)
  assert.equal(written.join('').split('\n').length, 2)
  // oxlint-disable-next-line no-control-regex -- control bytes are what must not be there
  assert.doesNotMatch(written.join('').trimEnd(), /[\x00-\x1f\x7f]/)
  const { request }: { request: RequestLine } = JSON.parse(written.join(''))
  assert.equal(request.path, line.path)
})

test('R14 · what is logged of requests: who, what, and why, and no query, cookie or body', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  await send(stand.port, get('/cases?secret=query', stand, 'X-Secret: header\r\n'))
  await send(stand.port, get('/cases', { ...stand, cookie: 'a=secret' }))
  const lines = stand.gate.logged.map((text): { msg: string; request?: RequestLine } => JSON.parse(text))
  const requests = lines.flatMap(({ msg, request }) => (msg === 'request' && request !== undefined ? [request] : []))
  const [forwarded, refused] = requests.slice(-2)
  assert.equal(forwarded?.path, '/cases')
  assert.equal(forwarded.decision, 'full_session')
  assert.equal(forwarded.status, 200)
  assert.equal(forwarded.app, 'Portal')
  assert.equal(forwarded.address, '127.0.0.1')
  assert.match(forwarded.accountId ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(refused?.decision, 'no_session')
  assert.equal(refused.status, 401)
  assert.equal(refused.accountId, null)
  assert.doesNotMatch(stand.gate.logged.join(''), /secret/)
})

test('Lines are held back for a moment at most, and none is lost at the end', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const dest = join(await tempDir(t), 'log')
  const held = openLog({ level: 'info', dest })
  held.log.info('one')
  assert.equal(readFileSync(dest, 'utf8'), '')
  t.mock.timers.tick(1000)
  assert.match(readFileSync(dest, 'utf8'), /"msg":"one"/)
  held.log.info('two')
  held.close()
  assert.match(readFileSync(dest, 'utf8'), /"msg":"two"/)
})
