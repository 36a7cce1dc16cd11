import { unsign } from 'cookie-signature'
import type { IncomingMessage } from 'node:http'
import type { Visitor } from '../domain/decision.ts'
import type { Meter } from '../domain/meter.ts'
import type { Policy } from '../domain/policy.ts'
import type { AccountStore } from '../domain/ports/accounts.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Revocation, RevocationChannel, SessionReader } from '../domain/ports/sessions.ts'
import { type GateSession, sessionIsLive, type SessionLimits } from '../domain/session.ts'
import { cookieValue } from './session-cookie.ts'

/** A live session, and whose it is. */
export interface Found {
  sessionId: string
  session: GateSession
  visitor: Visitor
}

export interface SessionLookup {
  /**
   * The live session of a request, null when there is none; without a promise when it was read moments ago.
   * Throws or rejects with `bad_request` for two gateway cookies (R40), and `store_unavailable` when it cannot be told.
   */
  find(req: Pick<IncomingMessage, 'headers'>): Found | null | Promise<Found | null>
  /** The same session read anew from the stores; null when it has ended. */
  readAgain(sessionId: string): Promise<Found | null>
  /** How long a session will be there if nobody uses it; 0 when it is not. Rejects with `store_unavailable`. */
  leftMs(sessionId: string): Promise<number>
  /** Starts the idle time anew; called as often as one likes, written seldom. */
  used(found: Found): void
  /** Hears of revocations no more, and so takes nothing from memory: whoever waits since before a reload still asks. */
  close(): void
}

export interface SessionLookupParts {
  reader: SessionReader
  revocations: RevocationChannel
  accounts: Pick<AccountStore, 'findById'>
  /** First signs, all verify. */
  cookieKeys: readonly string[]
  cookieName: string
  limits: SessionLimits
  policy: () => Policy
  meter: Pick<Meter, 'sessionRead'>
  clock: Clock
  log: { error(facts: object, message: string): void }
  /** How long a session that was read is taken as still so. */
  memoryMs?: number
}

interface Memory {
  found: Found
  /** The policy under which the company was found: a new one makes the memory void. */
  policy: Policy
  until: number
}

const MAX_REMEMBERED = 10_000

/** Reads sessions for the guard, as express-session writes them, without Express. */
export function openSessionLookup(parts: SessionLookupParts): SessionLookup {
  const { reader, revocations, accounts, limits, policy, meter, clock, log, memoryMs = 5000 } = parts
  /** By cookie value: a hit needs no signature to be computed. Full sessions only. */
  const remembered = new Map<string, Memory>()
  const underWay = new Map<string, Promise<Found | null>>()
  const touchedAt = new Map<string, number>()
  const touchEveryMs = Math.min(Math.max(limits.idleMs / 20, 1000), 60_000)
  /** Counts revocations: what was read before one must not be remembered after it. */
  let generation = 0
  let isClosed = false
  /** Only then is anything taken from memory. */
  const hearsRevocations = (): boolean => !isClosed && revocations.healthy()

  const unsubscribe = revocations.subscribe((revocation) => {
    generation++
    underWay.clear()
    for (const [cookie, { found }] of remembered) if (concerns(revocation, found)) remembered.delete(cookie)
  })

  function recall(cookie: string): Found | null {
    const memory = remembered.get(cookie)
    if (memory === undefined) return null
    const now = clock.now()
    const { found } = memory
    const usable =
      now < memory.until &&
      memory.policy === policy() &&
      hearsRevocations() &&
      sessionIsLive(found.session, limits, found.visitor.account.sessionsValidFrom, now)
    if (usable) return found
    remembered.delete(cookie)
    return null
  }

  function remember(cookie: string, found: Found): void {
    if (remembered.size >= MAX_REMEMBERED) forgetOldest(remembered)
    remembered.set(cookie, { found, policy: policy(), until: clock.now() + memoryMs })
  }

  async function read(cookie: string, sessionId: string): Promise<Found | null> {
    const begunIn = hearsRevocations() ? generation : -1
    const found = await readAgain(sessionId)
    if (found?.session.level !== 'full') return found
    if (generation === begunIn && hearsRevocations()) remember(cookie, found)
    used(found)
    return found
  }

  async function readAgain(sessionId: string): Promise<Found | null> {
    const session = await reader.read(sessionId)
    if (session === undefined) return null
    const account = await accounts.findById(session.accountId)
    if (account === undefined || account.disabledAt !== null) return null
    if (!sessionIsLive(session, limits, account.sessionsValidFrom, clock.now())) return null
    const company = policy().companies.get(account.companyId)
    return company === undefined ? null : { sessionId, session, visitor: { level: session.level, account, company } }
  }

  function used({ sessionId }: Found): void {
    const now = clock.now()
    const last = touchedAt.get(sessionId)
    if (last !== undefined && now - last < touchEveryMs && now >= last) return
    // Deleted first, so that the map stays ordered by time and the oldest can go.
    touchedAt.delete(sessionId)
    if (touchedAt.size >= MAX_REMEMBERED) forgetOldest(touchedAt)
    touchedAt.set(sessionId, now)
    reader.touch(sessionId).catch((error: unknown) => log.error({ err: error }, 'session could not be touched'))
  }

  return {
    find(req) {
      const cookie = cookieValue(req.headers.cookie, parts.cookieName)
      if (cookie === null) return null
      const known = recall(cookie)
      if (known !== null) {
        meter.sessionRead('memory')
        used(known)
        return known
      }
      const sessionId = signedSessionId(cookie, parts.cookieKeys)
      if (sessionId === null) return null
      meter.sessionRead('stores')
      const reading = (isClosed ? undefined : underWay.get(cookie)) ?? read(cookie, sessionId)
      underWay.set(cookie, reading)
      const forget = (): void => void (underWay.get(cookie) === reading && underWay.delete(cookie))
      reading.then(forget, forget)
      return reading
    },
    readAgain,
    leftMs: (sessionId) => reader.leftMs(sessionId),
    used,
    close() {
      isClosed = true
      unsubscribe()
    },
  }
}

function concerns(revocation: Revocation, { sessionId, visitor }: Found): boolean {
  return revocation.kind === 'session'
    ? revocation.sessionId === sessionId
    : revocation.accountId === visitor.account.id
}

function forgetOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next()
  if (oldest.done !== true) map.delete(oldest.value)
}

/** express-session writes `s:`, the id and its HMAC, percent-encoded. */
function signedSessionId(cookie: string, keys: readonly string[]): string | null {
  const signed = decode(cookie)
  if (signed?.startsWith('s:') !== true) return null
  for (const key of keys) {
    const sessionId = unsign(signed.slice(2), key)
    if (sessionId !== false) return sessionId
  }
  return null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
