import type { EpochMs } from '../../domain/account.ts'
import { type GateSession, sessionEndsAt, type SessionLimits } from '../../domain/session.ts'

export interface Lifetime {
  /** How long it may be idle. */
  idleMs: number
  /** No use keeps it beyond this. */
  endsAt: EpochMs
  /** From now on, if it is not used again; 0 or less when it is over. */
  leftMs: number
}

/** How long a store keeps an express session that is used at `now`. One that nobody signed in to yet is kept as long as a pending one. */
export function lifetimeOf(stored: unknown, limits: SessionLimits, now: EpochMs): Lifetime {
  const session = gateSessionOf(stored)
  const idleMs = session?.level === 'full' ? limits.idleMs : limits.waitingMs
  const endsAt = session === undefined ? now + limits.waitingMs : sessionEndsAt(session, limits)
  return { idleMs, endsAt, leftMs: Math.min(idleMs, endsAt - now) }
}

/** When a session was last used, from when it would be over if it is not used again. */
export function lastUsedAt(
  session: GateSession,
  { expiresAt, idleMs, now }: { expiresAt: EpochMs; idleMs: number; now: EpochMs },
): EpochMs {
  return Math.max(session.signedInAt, Math.min(now, expiresAt - idleMs))
}

/** A destroyed session is remembered for as long as any copy of it could have lived. */
export function tombstoneMs(limits: SessionLimits): number {
  return Math.max(limits.absoluteMs, limits.waitingMs)
}

/** The gateway's part of an express session; undefined when nobody has signed in to it. */
export function gateSessionOf(stored: unknown): GateSession | undefined {
  if (typeof stored !== 'object' || stored === null || !('gatehouse' in stored)) return undefined
  return isGateSession(stored.gatehouse) ? stored.gatehouse : undefined
}

function isGateSession(value: unknown): value is GateSession {
  if (typeof value !== 'object' || value === null) return false
  const { accountId, level, signedInAt } = value as Partial<GateSession>
  return typeof accountId === 'string' && (level === 'password' || level === 'full') && typeof signedInAt === 'number'
}
