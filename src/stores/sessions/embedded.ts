import { callbackify } from 'node:util'
import { type SessionData, Store } from 'express-session'
import { type Kysely, sql } from 'kysely'
import type { Revocation, RevocationChannel, StoredSession } from '../../domain/ports/sessions.ts'
import type { Schema } from '../sql/schema.ts'
import { gateSessionOf, lastUsedAt, lifetimeOf, tombstoneMs } from './lifetime.ts'
import { MOST_LISTED, type SessionStore, type SessionStoreOptions } from './session-store.ts'

/**
 * Sessions in the directory's own SQLite file, for a gateway that is one process.
 * Writes go through the same `db` as the directory's: on one connection, a statement that passed
 * it by would become part of whatever transaction is open.
 */
export function openEmbeddedSessions(db: Kysely<Schema>, options: SessionStoreOptions): SessionStore {
  const records = sessionRecords(db, options)
  const check = async () => {
    await db.selectFrom('sessions').select('id').limit(1).execute()
  }
  return {
    expressStore: new RecordStore(records),
    reader: {
      read: async (id) => gateSessionOf(await records.load(id)),
      leftMs: (id) => records.leftMs(id),
      touch: (id) => records.restartIdle(id),
      check,
    },
    revocations: localRevocations(),
    ofAccount: { of: (accountId) => records.ofAccount(accountId), end: (id) => records.end(id) },
    check,
    sweep: () => records.sweep(),
    // The file is the directory's, which closes it.
    close: () => Promise.resolve(),
  }
}

type SessionRecords = ReturnType<typeof sessionRecords>

function sessionRecords(db: Kysely<Schema>, { limits, clock }: SessionStoreOptions) {
  return {
    /** Undefined when there is none, or it was idle too long, or it has ended. */
    async load(id: string): Promise<SessionData | undefined> {
      const row = await db
        .selectFrom('sessions')
        .select('data')
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', clock.now())
        .executeTakeFirst()
      return row && JSON.parse(row.data)
    },

    async leftMs(id: string): Promise<number> {
      const row = await db
        .selectFrom('sessions')
        .select('expires_at')
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      return Math.max(0, (row?.expires_at ?? 0) - clock.now())
    },

    async save(id: string, session: SessionData): Promise<void> {
      const now = clock.now()
      const { idleMs, endsAt, leftMs } = lifetimeOf(session, limits, now)
      if (leftMs <= 0) return this.end(id)
      const row = {
        data: JSON.stringify(session),
        account_id: gateSessionOf(session)?.accountId ?? null,
        idle_ms: idleMs,
        ends_at: endsAt,
        expires_at: now + leftMs,
      }
      await db
        .insertInto('sessions')
        .values({ id, ...row, ended_at: null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row).where('sessions.ended_at', 'is', null))
        .execute()
    },

    async restartIdle(id: string): Promise<void> {
      const now = clock.now()
      await db
        .updateTable('sessions')
        .set({ expires_at: sql`min(${now} + idle_ms, ends_at)` })
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now)
        .execute()
    },

    /** Leaves a row that says so: a request that still holds the session saves it when it is done. */
    async end(id: string): Promise<void> {
      const now = clock.now()
      const ended = {
        data: '',
        account_id: null,
        idle_ms: 0,
        ends_at: now + tombstoneMs(limits),
        expires_at: now,
        ended_at: now,
      }
      await db
        .insertInto('sessions')
        .values({ id, ...ended })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(ended))
        .execute()
    },

    async ofAccount(accountId: string): Promise<StoredSession[]> {
      const now = clock.now()
      const rows = await db
        .selectFrom('sessions')
        .select(['id', 'data', 'idle_ms', 'expires_at'])
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now)
        .orderBy('expires_at', 'desc')
        .limit(MOST_LISTED)
        .execute()
      return rows.flatMap(({ id, data, idle_ms: idleMs, expires_at: expiresAt }) => {
        const session = gateSessionOf(JSON.parse(data))
        return session === undefined
          ? []
          : [{ id, session, lastUsedAt: lastUsedAt(session, { expiresAt, idleMs, now }) }]
      })
    },

    async sweep(): Promise<void> {
      const now = clock.now()
      await db
        .deleteFrom('sessions')
        .where('expires_at', '<=', now)
        .where((row) => row.or([row('ended_at', 'is', null), row('ends_at', '<=', now)]))
        .execute()
    },
  }
}

type Answer<T = void> = (error: unknown, value: T) => void

/** What express-session asks of a store. */
class RecordStore extends Store {
  readonly #records: SessionRecords

  constructor(records: SessionRecords) {
    super()
    this.#records = records
  }

  get(id: string, answer: Answer<SessionData | undefined>): void {
    callbackify(() => this.#records.load(id))(answer)
  }

  set(id: string, session: SessionData, answer: Answer): void {
    callbackify(() => this.#records.save(id, session))(answer)
  }

  override touch(id: string, _session: SessionData, answer: Answer = throwError): void {
    callbackify(() => this.#records.restartIdle(id))(answer)
  }

  destroy(id: string, answer: Answer): void {
    callbackify(() => this.#records.end(id))(answer)
  }
}

function throwError(error: unknown): void {
  if (error) throw error
}

/** One process: whoever publishes has told everybody. */
function localRevocations(): RevocationChannel {
  const listeners = new Set<(revocation: Revocation) => void>()
  return {
    async publish(revocation) {
      for (const listener of listeners) listener(revocation)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    healthy: () => true,
  }
}
