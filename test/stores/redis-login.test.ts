import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import type { RedisSettings } from '../../src/config/settings.ts'
import { openRedisSessions } from '../../src/stores/sessions/redis.ts'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { testClock } from '../support/clock.ts'
import { startServer } from '../support/redis-topologies.ts'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { assertUnavailable } from './loss.ts'
import { fullSession, LIMITS, save } from './sessions.contract.ts'

test('a Redis over TLS, with name and password: all of it must be right, and no password is in the log', async (t) => {
  const dir = await tempDir(t)
  const [certificate, key] = [join(dir, 'certificate.pem'), join(dir, 'key.pem')]
  await writeFile(certificate, CERTIFICATE)
  await writeFile(key, KEY)
  const port = await freePort()
  const redis = await startServer(0, {
    'tls-port': port,
    'tls-cert-file': certificate,
    'tls-key-file': key,
    'tls-auth-clients': 'no',
    user: 'gatehouse on >a-password-of-redis ~gatehouse* &gatehouse* +@all -@dangerous',
  })
  t.after(() => redis.close())
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) })
  const clock = testClock()
  const open = (settings: RedisSettings) => openRedisSessions(settings, { limits: LIMITS, clock, log })

  const url = `rediss://127.0.0.1:${port}`
  const login = { username: 'gatehouse', password: 'a-password-of-redis' }
  const right: RedisSettings = { kind: 'server', url, ...login, tls: { ca: CERTIFICATE } }
  const sessions = await open(right)
  t.after(() => sessions.close())
  // As docs/several-processes.md says: what is stored and what is published stay below "gatehouse", to which a user of Redis can be confined.
  await save(sessions, 'maria', fullSession(clock.now()))
  assert.equal((await sessions.reader.read('maria'))?.accountId, 'maria')
  await sessions.revocations.publish({ kind: 'session', sessionId: 'maria' })

  await assertUnavailable(() => open({ ...right, tls: null }), 3000)
  await assertUnavailable(() => open({ ...right, password: 'another' }), 3000)
  await assertUnavailable(() => open({ ...right, url: url.replace('rediss:', 'redis:') }), 6000)
  assert.ok(!logged.join().includes('a-password-of-redis'))

  const inUrl = `rediss://gatehouse:a-password-of-redis@127.0.0.1:${port}`
  const byUrl = await open({ ...right, username: null, password: null, url: inUrl })
  t.after(() => byUrl.close())
  assert.equal((await byUrl.reader.read('maria'))?.accountId, 'maria')
})
