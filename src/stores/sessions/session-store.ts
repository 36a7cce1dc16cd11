import type { Store } from 'express-session'
import type { Clock } from '../../domain/ports/clock.ts'
import type { AccountSessions, RevocationChannel, SessionReader } from '../../domain/ports/sessions.ts'
import type { SessionLimits } from '../../domain/session.ts'

/** Sessions as the gateway uses them: written through express-session, read by the guard. */
export interface SessionStore {
  /** Answers a lost store with an error, never with "no session". What was destroyed is not brought back by a later save. */
  expressStore: Store
  reader: SessionReader
  revocations: RevocationChannel
  ofAccount: AccountSessions
  /** Rejects with `store_unavailable` when the store cannot be reached. */
  check(): Promise<void>
  /** Removes what is over. */
  sweep(): Promise<void>
  close(): Promise<void>
}

export interface SessionStoreOptions {
  limits: SessionLimits
  clock: Clock
}

/** More than anybody looks through. */
export const MOST_LISTED = 50
