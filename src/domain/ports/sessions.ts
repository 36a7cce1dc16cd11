import type { EpochMs } from '../account.ts'
import type { GateSession } from '../session.ts'

/** What the guard reads. The express-session store over the same data is the adapter's own affair. */
export interface SessionReader {
  /** The session of that id; undefined when there is none, or it was idle too long, or it has ended. */
  read(sessionId: string): Promise<GateSession | undefined>
  /** How long the session will be there if nobody uses it; 0 when it is not. */
  leftMs(sessionId: string): Promise<number>
  /** Starts the idle time anew. Never brings an ended session back. */
  touch(sessionId: string): Promise<void>
  /** Rejects with `store_unavailable` when the store cannot be reached. */
  check(): Promise<void>
}

/** Where one account is signed in, for its owner. Nothing of this is on the way of a request that goes to an app. */
export interface AccountSessions {
  /** Sessions that are stored and not idle for too long, those used last first: at most `MOST_LISTED` of them. */
  of(accountId: string): Promise<StoredSession[]>
  /** Ends one for good, in the store: whoever remembers it has to be told by the revocation channel. */
  end(sessionId: string): Promise<void>
}

export interface StoredSession {
  id: string
  session: GateSession
  /** To the minute or so: not every use is written down. */
  lastUsedAt: EpochMs
}

/** What has just become invalid everywhere: `credential` is what an account signs in to one app with. */
export type Revocation =
  | { kind: 'session'; sessionId: string }
  | { kind: 'account'; accountId: string }
  | { kind: 'credential'; accountId: string; app: string }

export interface RevocationChannel {
  publish(revocation: Revocation): Promise<void>
  /** Answers how to end the subscription. */
  subscribe(listener: (revocation: Revocation) => void): () => void
  /** False while revocations of other processes may be missed: nothing is then served from memory. */
  healthy(): boolean
}
