import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { SessionData, Store } from 'express-session'
import type { Revocation } from '../../src/domain/ports/sessions.ts'
import type { GateSession, SessionLimits } from '../../src/domain/session.ts'
import type { SessionStore } from '../../src/stores/sessions/session-store.ts'
import type { TestClock } from '../support/clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const LIMITS: SessionLimits = { idleMs: HOUR, absoluteMs: 12 * HOUR, waitingMs: 15 * MINUTE }

export interface SessionStage {
  sessions: SessionStore
  clock: TestClock
  /** For how long a session is kept if it is not used again; 0 when there is none. */
  leftMs: (id: string) => Promise<number>
}

/** What every store of sessions does. `toleranceMs` is what its own clock may have gone on since. */
export function sessionStoreContract(stage: () => SessionStage, toleranceMs: number): void {
  test('the guard reads what a page saved, and pages read it too', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    const gatehouse = fullSession(clock.now())
    await save(sessions, id, gatehouse)
    assert.deepEqual(await sessions.reader.read(id), gatehouse)
    assert.deepEqual((await load(sessions, id))?.gatehouse, gatehouse)
    await save(sessions, id, { ...gatehouse, next: '/elsewhere' })
    assert.equal((await sessions.reader.read(id))?.next, '/elsewhere')
  })

  test('there is no session where none was saved, and none for the guard before a sign-in', async () => {
    const { sessions } = stage()
    const id = randomUUID()
    assert.equal(await sessions.reader.read(id), undefined)
    assert.ok(!(await load(sessions, id)))
    await callBack((done) => sessions.expressStore.set(id, anonymous(), done))
    assert.equal(await sessions.reader.read(id), undefined)
    assert.ok(await load(sessions, id))
  })

  test('A6 · a session that was ended stays ended, though a request that still holds it saves it', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    const held = fullSession(clock.now())
    await save(sessions, id, held)
    await end(sessions, id)
    await save(sessions, id, held)
    await callBack((done) => sessions.expressStore.touch?.(id, stored(held), done))
    await sessions.reader.touch(id)
    assert.equal(await sessions.reader.read(id), undefined)
    assert.ok(!(await load(sessions, id)))
  })

  test('A6 · whatever is saved and touched while a session is ended, it is over', async () => {
    const { sessions, clock } = stage()
    for (let round = 0; round < 10; round++) {
      const id = randomUUID()
      const held = fullSession(clock.now())
      await save(sessions, id, held)
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          if (index === 10) return end(sessions, id)
          return index % 2 === 0 ? save(sessions, id, held) : sessions.reader.touch(id)
        }),
      )
      assert.equal(await sessions.reader.read(id), undefined)
    }
  })

  test('a session that was ended before it was ever saved is not saved', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    await end(sessions, id)
    await save(sessions, id, fullSession(clock.now()))
    assert.equal(await sessions.reader.read(id), undefined)
  })

  test('an ended session is remembered for as long as any copy of it could live', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    const held = fullSession(clock.now())
    await end(sessions, id)
    clock.advance(LIMITS.absoluteMs - 1)
    await sessions.sweep()
    await save(sessions, id, held)
    assert.equal(await sessions.reader.read(id), undefined)
  })

  test('touching brings nothing into being', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    await sessions.reader.touch(id)
    await callBack((done) => sessions.expressStore.touch?.(id, stored(fullSession(clock.now())), done))
    assert.equal(await sessions.reader.read(id), undefined)
  })

  test('a full session is kept for the idle time, one that waits for its factor for the shorter one', async () => {
    const { sessions, clock, leftMs } = stage()
    const [full, waiting] = [randomUUID(), randomUUID()]
    await save(sessions, full, fullSession(clock.now()))
    await save(sessions, waiting, { ...fullSession(clock.now()), level: 'password' })
    near(await leftMs(full), LIMITS.idleMs, toleranceMs)
    near(await leftMs(waiting), LIMITS.waitingMs, toleranceMs)
    near(await sessions.reader.leftMs(full), LIMITS.idleMs, toleranceMs)
    near(await sessions.reader.leftMs(waiting), LIMITS.waitingMs, toleranceMs)
    await end(sessions, full)
    assert.equal(await sessions.reader.leftMs(full), 0)
    assert.equal(await sessions.reader.leftMs(randomUUID()), 0)
  })

  test('no use keeps a session beyond its absolute end', async () => {
    const { sessions, clock, leftMs } = stage()
    const [byGuard, byPage] = [randomUUID(), randomUUID()]
    const gatehouse = fullSession(clock.now() - LIMITS.absoluteMs + 10 * MINUTE)
    for (const id of [byGuard, byPage]) {
      await save(sessions, id, gatehouse)
      near(await leftMs(id), 10 * MINUTE, toleranceMs)
    }
    clock.advance(9 * MINUTE)
    await sessions.reader.touch(byGuard)
    near(await leftMs(byGuard), MINUTE, toleranceMs)
    await callBack((done) => sessions.expressStore.touch?.(byPage, stored(gatehouse), done))
    near(await leftMs(byPage), MINUTE, toleranceMs)
  })

  test('a session past its absolute end is not saved', async () => {
    const { sessions, clock } = stage()
    const id = randomUUID()
    await save(sessions, id, fullSession(clock.now() - LIMITS.absoluteMs))
    assert.equal(await sessions.reader.read(id), undefined)
  })

  test('A6 · a revocation is heard by whoever listens, as soon as it is published', async () => {
    const { sessions } = stage()
    const heard: Revocation[] = []
    sessions.revocations.subscribe((revocation) => heard.push(revocation))
    await sessions.revocations.publish({ kind: 'session', sessionId: 'session-1' })
    await sessions.revocations.publish({ kind: 'account', accountId: 'maria' })
    assert.deepEqual(heard.slice(0, 1), [{ kind: 'session', sessionId: 'session-1' }])
    assert.ok(heard.some((revocation) => revocation.kind === 'account' && revocation.accountId === 'maria'))
    assert.equal(sessions.revocations.healthy(), true)
  })

  test('an account sees where it is signed in, those used last first, and no session of anybody else', async () => {
    const { sessions, clock } = stage()
    const [accountId, stranger] = [randomUUID(), randomUUID()]
    const [older, newer, theirs] = [randomUUID(), randomUUID(), randomUUID()]
    assert.deepEqual(await sessions.ofAccount.of(accountId), [])
    const first = { ...fullSession(clock.now() - 2 * MINUTE), accountId }
    await save(sessions, older, first)
    await save(sessions, theirs, { ...fullSession(clock.now()), accountId: stranger })
    // Not used for as long as is left of it: the absolute end is nearer than the idle one.
    const second = { ...fullSession(clock.now() - LIMITS.absoluteMs + 2 * HOUR), accountId }
    await save(sessions, newer, second)
    const listed = await sessions.ofAccount.of(accountId)
    assert.deepEqual(new Set(listed.map(({ id }) => id)), new Set([older, newer]))
    for (const { id, session, lastUsedAt } of listed) {
      assert.deepEqual(session, id === older ? first : second)
      near(lastUsedAt, clock.now(), toleranceMs)
    }
    await save(sessions, newer, { ...second, next: '/elsewhere' })
    assert.equal((await sessions.ofAccount.of(accountId)).length, 2, 'it is listed once')
  })

  test('a session that has ended is not listed, and ending one ends it for good', async () => {
    const { sessions, clock } = stage()
    const accountId = randomUUID()
    const [one, other] = [randomUUID(), randomUUID()]
    const held = { ...fullSession(clock.now()), accountId }
    await save(sessions, one, held)
    await save(sessions, other, held)
    await sessions.ofAccount.end(one)
    assert.deepEqual(
      (await sessions.ofAccount.of(accountId)).map(({ id }) => id),
      [other],
    )
    await save(sessions, one, held)
    assert.equal(await sessions.reader.read(one), undefined)
    await end(sessions, other)
    assert.deepEqual(await sessions.ofAccount.of(accountId), [])
  })

  test("a session that nobody signed in to yet is nobody's", async () => {
    const { sessions } = stage()
    const id = randomUUID()
    await callBack((done) => sessions.expressStore.set(id, anonymous(), done))
    assert.deepEqual(await sessions.ofAccount.of(id), [])
  })

  test('a store that is there says so', async () => {
    const { sessions } = stage()
    await assert.doesNotReject(sessions.check())
    await assert.doesNotReject(sessions.reader.check())
  })
}

export function fullSession(signedInAt: number): GateSession {
  return {
    accountId: 'maria',
    level: 'full',
    signedInAt,
    fullAt: signedInAt,
    fullBy: 'phone',
    address: '127.0.0.2',
    next: '/',
    enrollment: null,
    sentCode: null,
    notice: null,
  }
}

export function save({ expressStore }: { expressStore: Store }, id: string, gatehouse: GateSession): Promise<unknown> {
  return callBack((done) => expressStore.set(id, stored(gatehouse), done))
}

export function load({ expressStore }: { expressStore: Store }, id: string): Promise<SessionData | undefined | null> {
  return callBack((done) => expressStore.get(id, done))
}

function end({ expressStore }: { expressStore: Store }, id: string): Promise<unknown> {
  return callBack((done) => expressStore.destroy(id, done))
}

function stored(gatehouse: GateSession): SessionData {
  return Object.assign(anonymous(), { gatehouse })
}

function anonymous(): SessionData {
  return JSON.parse('{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"}}')
}

function callBack<T>(work: (done: (error?: unknown, value?: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    work((error, value) => (error ? reject(error) : resolve(value)))
  })
}

function near(actual: number, expected: number, toleranceMs: number): void {
  assert.ok(actual <= expected && actual >= expected - toleranceMs, `${actual} ms left, not ${expected}`)
}
