import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, suite, test, type TestContext } from 'node:test'
import express from 'express'
import session from 'express-session'
import request from 'supertest'
import { openRedisSessions } from '../../src/stores/sessions/redis.ts'
import { testClock } from '../support/clock.ts'
import { redisAt, startRedis } from '../support/redis.ts'
import type { Service } from '../support/service.ts'
import { SILENT } from './directories.ts'
import { assertUnavailable } from './loss.ts'
import { fullSession, LIMITS, load, save } from './sessions.contract.ts'

suite('a Redis that goes away', () => {
  let redis: Service | undefined
  const service = () => redis ?? assert.fail('not started yet')

  before(async () => {
    redis = await startRedis()
  })
  after(() => redis?.close())

  test('R13 · reading, saving, ending and telling answer that it is unavailable, at once; then all is as before', async (t) => {
    const { sessions, clock } = await open(t, service().url)
    await save(sessions, 'maria', fullSession(clock.now()))
    await service().stop()
    await t.waitFor(() => assert.equal(sessions.revocations.healthy(), false))
    for (const work of [
      () => sessions.check(),
      () => sessions.reader.check(),
      () => sessions.reader.read('maria'),
      () => sessions.reader.touch('maria'),
      () => save(sessions, 'maria', fullSession(clock.now())),
      () => load(sessions, 'maria'),
      () => sessions.revocations.publish({ kind: 'account', accountId: 'maria' }),
    ]) {
      await assertUnavailable(work, 1000)
    }
    await service().start()
    await t.waitFor(() => sessions.check(), { timeout: 5000 })
    assert.equal((await sessions.reader.read('maria'))?.accountId, 'maria')
  })

  test('A6 · after a gap in the revocations, memory is not relied on until what was read before is forgotten', async (t) => {
    const { sessions, clock } = await open(t, service().url)
    assert.equal(sessions.revocations.healthy(), true)
    await service().stop()
    await service().start()
    const heard = new Promise<void>((resolve) => {
      sessions.revocations.subscribe(() => resolve())
    })
    const other = await open(t, service().url)
    await t.waitFor(
      async () => {
        await other.sessions.revocations.publish({ kind: 'account', accountId: 'maria' })
        await Promise.race([heard, Promise.reject(new Error('not heard yet'))])
      },
      { timeout: 5000 },
    )
    assert.equal(sessions.revocations.healthy(), false)
    clock.advance(10_000)
    assert.equal(sessions.revocations.healthy(), true)
  })

  test('R13 · a Redis that hangs is unavailable after two seconds, then at once, and is used again once it answers', async (t) => {
    const { sessions, clock } = await open(t, service().url)
    await save(sessions, 'maria', fullSession(clock.now()))
    await service().freeze()
    await assertUnavailable(() => sessions.reader.read('maria'), 3000)
    await assertUnavailable(() => sessions.reader.read('maria'), 100)
    await service().thaw()
    await t.waitFor(() => sessions.check(), { timeout: 5000 })
    assert.equal((await sessions.reader.read('maria'))?.accountId, 'maria')
  })

  test('R13 · express-session sees an error, never "no session", and sets no new cookie', async (t) => {
    const { sessions } = await open(t, service().url)
    const server = await serve(t, sessions.expressStore)
    const signedIn = await request(server).post('/')
    const cookie = signedIn.get('Set-Cookie') ?? []
    assert.equal((await request(server).get('/').set('Cookie', cookie)).text, 'maria')

    await service().stop()
    const lost = await request(server).get('/').set('Cookie', cookie)
    assert.equal(lost.status, 503)
    assert.equal(lost.get('Set-Cookie'), undefined)

    await service().start()
    await t.waitFor(() => sessions.check(), { timeout: 5000 })
    assert.equal((await request(server).get('/').set('Cookie', cookie)).text, 'maria')
  })

  test('a gateway that starts while it is gone says so', async () => {
    await service().stop()
    const options = { limits: LIMITS, clock: testClock(), log: SILENT }
    await assertUnavailable(() => openRedisSessions(redisAt(service().url), options), 3000)
    await service().start()
  })
})

async function open(t: TestContext, url: string) {
  const clock = testClock()
  const sessions = await openRedisSessions(redisAt(url), { limits: LIMITS, clock, log: SILENT })
  t.after(() => sessions.close())
  return { sessions, clock }
}

/** Express with the store: POST signs maria in, GET says who is. */
async function serve(t: TestContext, store: session.Store): Promise<Server> {
  const app = express()
  app.use(session({ store, secret: 'a secret', resave: false, saveUninitialized: false }))
  app.post('/', (req, res) => {
    Object.assign(req.session, { gatehouse: fullSession(testClock().now()) })
    res.send('signed in')
  })
  app.get('/', (req, res) => {
    res.send('gatehouse' in req.session ? 'maria' : 'nobody')
  })
  app.use((error: { status?: number }, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(error.status ?? 500).end()
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return server
}
