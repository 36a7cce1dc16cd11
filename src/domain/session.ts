import type { EpochMs } from './account.ts'
import type { Device } from './device.ts'
import type { Channel } from './factor.ts'
import type { Proved } from './fresh-proof.ts'
import type { E164, LineType } from './phone.ts'
import type { Sentence } from './sentence.ts'

/** `password`: a second factor is still owed; nothing but the pages that settle it may be reached. */
export type SessionLevel = 'password' | 'full'

/** How a session became full. */
export type FullBy = 'phone' | 'totp' | 'enrollment' | 'reminder' | 'trusted_network'

/** A factor that was entered and is not yet proved; it dies with the session (A12). */
export type PendingEnrollment =
  | { kind: 'phone'; factorId: string; phone: E164; lineType: LineType }
  | { kind: 'totp'; factorId: string; sealedKey: string }

/** What a browser holds after its password was right. Stored under the key `gatehouse` of the express session. */
export interface GateSession {
  accountId: string
  level: SessionLevel
  /** When the password was proved: the absolute lifetime counts from here. */
  signedInAt: EpochMs
  /** When the session became full, and by what; null while a second factor is owed. */
  fullAt: EpochMs | null
  fullBy: FullBy | null
  /** What a sensitive change looks at (R7); left out by versions that did not note it. */
  proved?: Proved
  /** Client address at sign-in, canonical. */
  address: string
  /** What signed in, to tell one session from another; left out by versions that did not note it. */
  device?: Device
  /** Path, query and fragment to go to after signing in; always begins with a single `/`. */
  next: string
  enrollment: PendingEnrollment | null
  /** The code that was sent last, and where to; null when none was. */
  sentCode: { id: string; channel: Channel; phone: E164; sentAt: EpochMs } | null
  /** A sign-up link that this admin has just made, sealed, until it is shown. */
  signUpLink?: { accountId: string; sealed: string }
  /** What the next page says once, e.g. why no code could be sent. */
  notice: Sentence | null
}

export interface SessionLimits {
  idleMs: number
  absoluteMs: number
  /** How long a session may wait between password and second factor. */
  waitingMs: number
}

/**
 * The moment after which a session is over whatever its use (idle time is the store's to count).
 */
export function sessionEndsAt(session: GateSession, limits: SessionLimits): EpochMs {
  return session.signedInAt + (session.level === 'full' ? limits.absoluteMs : limits.waitingMs)
}

/** How far the clocks of two gateway processes may be apart. */
export const CLOCK_SKEW_MS = 60_000

/** Whether a stored session still counts. A clock that ran backwards past the sign-in ends it. */
export function sessionIsLive(
  session: GateSession,
  limits: SessionLimits,
  sessionsValidFrom: EpochMs,
  now: EpochMs,
): boolean {
  if (now < session.signedInAt - CLOCK_SKEW_MS) return false
  return now < sessionEndsAt(session, limits) && session.signedInAt >= sessionsValidFrom
}
