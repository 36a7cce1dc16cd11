import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { sign } from 'cookie-signature'
import expressSession, { type SessionData } from 'express-session'
import pino from 'pino'
import type { Account } from '../../src/domain/account.ts'
import { storeUnavailable } from '../../src/domain/errors.ts'
import { silentMeter } from '../../src/domain/meter.ts'
import type { Policy } from '../../src/domain/policy.ts'
import type { GateSession, SessionLevel } from '../../src/domain/session.ts'
import { type Found, openSessionLookup } from '../../src/http/session-lookup.ts'
import { openStores } from '../../src/stores/open.ts'
import { testClock } from '../support/clock.ts'
import { tempDir } from '../support/temp-dir.ts'

const minuteMs = 60_000
const limits = { idleMs: 60 * minuteMs, absoluteMs: 720 * minuteMs, waitingMs: 15 * minuteMs }
const line = 'config/policy.yaml:1'

function policyOf(...companies: string[]): Policy {
  const company = { kind: 'partner' as const, partnerId: null, trustedNetworks: [], requireTwoFactor: false, line }
  return {
    companies: new Map(companies.map((id) => [id, { ...company, id, name: id, requireTwoFactorLine: null }])),
    kindMandates: [],
    reminder: { offeredTo: new Set(), lastsMs: 1, line },
    trustedNetworkRelief: { enabled: true, challengeEveryMs: 1, bindToBrowser: false, line },
  }
}

/** Real embedded stores with maria and her session in them; reads can be counted, held up and broken. */
async function startLookup(t: TestContext, { level = 'full' }: { level?: SessionLevel } = {}) {
  const clock = testClock()
  const dataDir = await tempDir(t)
  const log = pino({ level: 'silent' })
  const settings = {
    session: limits,
    stores: { directory: { kind: 'sqlite', file: `${dataDir}/gatehouse.db` }, sessions: { kind: 'embedded' } },
  } as const
  const stores = await openStores(settings, { clock, log, dataDir })
  t.after(() => stores.close())
  const { reader, revocations, expressStore } = stores.sessions
  const { accounts, administration, companies } = stores.directory
  const policy = policyOf('northwind')
  await companies.sync([...policy.companies.values()])

  const maria: Account = {
    id: '00000000-0000-4000-8000-000000000001',
    companyId: 'northwind',
    username: 'maria@northwind.example',
    name: 'Maria',
    email: null,
    role: 'member',
    language: null,
    phone: null,
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: 0,
    disabledAt: null,
  }
  await administration.addAll([maria], 'account_added', { at: clock.now(), actor: 'test' })
  const session: GateSession = {
    accountId: maria.id,
    level,
    signedInAt: clock.now(),
    fullAt: level === 'full' ? clock.now() : null,
    fullBy: level === 'full' ? 'phone' : null,
    address: '127.0.0.1',
    next: '/',
    enrollment: null,
    sentCode: null,
    notice: null,
  }
  const stored: SessionData = { cookie: new expressSession.Cookie(), gatehouse: session }
  await new Promise<void>((resolve, reject) => {
    expressStore.set('sid-1', stored, (error: unknown) => (error instanceof Error ? reject(error) : resolve()))
  })

  const control = {
    reads: 0,
    touches: 0,
    healthy: true,
    policy,
    /** Awaited after the store was read and before the answer is given. */
    hold: Promise.resolve(),
    broken: false,
    account: maria,
  }
  const lookup = openSessionLookup({
    reader: {
      async read(id) {
        control.reads++
        if (control.broken) throw storeUnavailable(new Error('gone'))
        const found = await reader.read(id)
        await control.hold
        return found
      },
      leftMs: (id) => reader.leftMs(id),
      touch(id) {
        control.touches++
        return reader.touch(id)
      },
      check: () => reader.check(),
    },
    revocations: { ...revocations, healthy: () => control.healthy },
    accounts: { findById: async (id) => ((await accounts.findById(id)) === undefined ? undefined : control.account) },
    cookieKeys: ['new key', 'old key'],
    cookieName: 'gatehouse',
    limits,
    policy: () => control.policy,
    meter: silentMeter,
    clock,
    log,
  })
  const cookie = (id = 'sid-1', key = 'new key'): string => `gatehouse=${encodeURIComponent(`s:${sign(id, key)}`)}`
  const find = (cookies?: string): Found | null | Promise<Found | null> =>
    lookup.find({ headers: cookies === undefined ? {} : { cookie: cookies } })
  return { clock, control, revocations, lookup, cookie, find }
}

test('A session is found by its signed cookie, whichever key signed it, and by nothing else', async (t) => {
  const { cookie, find } = await startLookup(t)
  const found = await find(`a=1; ${cookie()}; b=2`)
  assert.equal(found?.sessionId, 'sid-1')
  assert.equal(found?.visitor.account.username, 'maria@northwind.example')
  assert.equal(found?.visitor.company.id, 'northwind')
  assert.equal((await find(cookie('sid-1', 'old key')))?.sessionId, 'sid-1')
  for (const other of [
    undefined,
    '',
    'gatehouse=',
    'gatehouse=sid-1',
    'gatehouse=s%3Asid-1',
    'gatehouse=s%3Asid-1.',
    'gatehouse=%zz',
    cookie('sid-1', 'another key'),
    cookie('sid-2'),
    cookie().replace('gatehouse', 'Gatehouse'),
    cookie().replace('gatehouse', 'xgatehouse'),
    `${cookie()}x`,
  ]) {
    assert.equal(await find(other), null, String(other))
  }
})

test('R40 · two gateway cookies in one request are refused, alike or not', async (t) => {
  const { cookie, find } = await startLookup(t)
  for (const cookies of [`${cookie()}; ${cookie()}`, `gatehouse=x; a=1;gatehouse = y`, `${cookie()}; gatehouse=`]) {
    assert.throws(() => void find(cookies), { code: 'bad_request' }, cookies)
  }
})

test('A session read moments ago is found without asking the store, and for five seconds only', async (t) => {
  const { clock, control, cookie, find } = await startLookup(t)
  const found = await find(cookie())
  assert.equal(find(cookie()), found)
  clock.advance(4999)
  assert.equal(find(cookie()), found)
  assert.equal(control.reads, 1)
  clock.advance(1)
  assert.equal((await find(cookie()))?.sessionId, 'sid-1')
  assert.equal(control.reads, 2)
})

test('Requests that come together share one read', async (t) => {
  const { control, cookie, find } = await startLookup(t)
  const found = await Promise.all(Array.from({ length: 20 }, async () => find(cookie())))
  assert.equal(
    found.every((one) => one?.sessionId === 'sid-1'),
    true,
  )
  assert.equal(control.reads, 1)
})

test('A6 · what is revoked is read anew, whether the session or the account was named', async (t) => {
  const { control, revocations, cookie, find } = await startLookup(t)
  await find(cookie())
  await revocations.publish({ kind: 'session', sessionId: 'another' })
  await revocations.publish({ kind: 'account', accountId: 'another' })
  assert.equal(find(cookie()) instanceof Promise, false)
  await revocations.publish({ kind: 'session', sessionId: 'sid-1' })
  await find(cookie())
  await revocations.publish({ kind: 'account', accountId: control.account.id })
  await find(cookie())
  assert.equal(control.reads, 3)
})

test('A6 · once closed it takes nothing from memory: a request that waits since before a reload asks once more', async (t) => {
  const { control, lookup, cookie, find } = await startLookup(t)
  await find(cookie())
  lookup.close()
  for (const reads of [2, 3]) {
    assert.ok(find(cookie()) instanceof Promise)
    assert.equal(control.reads, reads)
  }
})

test('A6 · a read that began before a revocation is not remembered after it, and nobody joins it', async (t) => {
  const { control, revocations, cookie, find } = await startLookup(t)
  const held = Promise.withResolvers<void>()
  control.hold = held.promise
  const early = find(cookie())
  while (control.reads === 0) await new Promise(setImmediate)
  await revocations.publish({ kind: 'session', sessionId: 'sid-1' })
  control.hold = Promise.resolve()
  const late = find(cookie())
  assert.notEqual(late, early)
  await revocations.publish({ kind: 'session', sessionId: 'sid-1' })
  held.resolve()
  await Promise.all([early, late])
  assert.equal(find(cookie()) instanceof Promise, true)
})

test('R13 · while revocations may be missed nothing is served from memory, nor put into it', async (t) => {
  const { control, cookie, find } = await startLookup(t)
  await find(cookie())
  control.healthy = false
  await find(cookie())
  await find(cookie())
  assert.equal(control.reads, 3)
  control.healthy = true
  assert.equal(find(cookie()) instanceof Promise, true)
})

test('R13 · a store that cannot be reached is an error, never "no session"', async (t) => {
  const { control, cookie, find } = await startLookup(t)
  control.broken = true
  await assert.rejects(async () => find(cookie()), { code: 'store_unavailable', status: 503 })
  control.broken = false
  assert.equal((await find(cookie()))?.sessionId, 'sid-1')
})

test('A session ends at its absolute end, from memory too', async (t) => {
  const { clock, control, cookie, find } = await startLookup(t)
  for (let i = 0; i < 14; i++) {
    clock.advance(50 * minuteMs)
    assert.equal((await find(cookie()))?.sessionId, 'sid-1')
  }
  clock.advance(20 * minuteMs - 1)
  assert.equal((await find(cookie()))?.sessionId, 'sid-1')
  const reads = control.reads
  clock.advance(1)
  assert.equal(await find(cookie()), null)
  assert.equal(control.reads, reads + 1)
})

test('A session that is not used ends after the idle time; a touch is written once in three minutes at most', async (t) => {
  const { clock, control, cookie, find } = await startLookup(t)
  await find(cookie())
  for (let i = 0; i < 60; i++) {
    clock.advance(1000)
    await find(cookie())
  }
  assert.equal(control.touches, 2)
  clock.advance(61 * minuteMs)
  assert.equal(await find(cookie()), null)
})

test('A session counts only while its account and company do', async (t) => {
  const { clock, control, revocations, cookie, find } = await startLookup(t)
  const maria = control.account
  for (const account of [
    { ...maria, disabledAt: clock.now() },
    { ...maria, sessionsValidFrom: clock.now() + 1 },
  ]) {
    control.account = account
    assert.equal(await find(cookie()), null)
  }
  control.account = maria
  await find(cookie())
  control.policy = policyOf('fabrikam')
  assert.equal(await find(cookie()), null)
  control.policy = policyOf('northwind')
  assert.equal((await find(cookie()))?.visitor.company.id, 'northwind')
  control.account = { ...maria, role: 'admin' }
  await revocations.publish({ kind: 'account', accountId: maria.id })
  assert.equal((await find(cookie()))?.visitor.account.role, 'admin')
})

test('A4 · a session whose second factor is owed is never remembered, nor kept alive', async (t) => {
  const { clock, control, cookie, find } = await startLookup(t, { level: 'password' })
  for (let i = 0; i < 3; i++) assert.equal((await find(cookie()))?.visitor.level, 'password')
  assert.equal(control.reads, 3)
  assert.equal(control.touches, 0)
  clock.advance(15 * minuteMs)
  assert.equal(await find(cookie()), null)
})
