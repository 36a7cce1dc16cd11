import type { Duplex, Writable } from 'node:stream'
import type { App } from '../domain/app.ts'
import type { EpochMs } from '../domain/account.ts'
import { decide, type Forward } from '../domain/decision.ts'
import { GatehouseError } from '../domain/errors.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Revocation, RevocationChannel } from '../domain/ports/sessions.ts'
import type { Found, SessionLookup } from '../http/session-lookup.ts'
import type { Credentials } from './credentials.ts'
import type { HeaderRules } from './headers.ts'
import { isPublic } from './route.ts'
import { type Upgrade, tunnel } from './upgrade.ts'

/** A handshake as the client asked, and the session that it came with; null on public paths. */
export interface Handshake extends Omit<Upgrade, 'used'> {
  /** Path and query, as they came. */
  asked: string
  found: Found | null
  /** By what the gateway signs in to the app; null where it does not. */
  authorization: string | null
}

export interface Tunnels {
  /**
   * Opens a tunnel that lives no longer than the session it was opened with. Resolves with the status of the app's
   * answer when that went out; rejects with `upstream_unavailable` or `upstream_timeout` when there was none, with `stopping` after
   * `goAway`, and nothing was written.
   */
  open(handshake: Handshake): Promise<number>
  /**
   * Cuts an answer of an app off, one that goes on for long, when the session it was asked for in ends (A6), or what its person
   * signs in to the app with is no more what it was asked for with.
   */
  hold(answer: Writable, held: Held): void
  /** Asks again, at once, whether each tunnel may stay open. */
  recheck(): void
  /** How many WebSockets are open. */
  count(): number
  /** Ends every WebSocket with a close frame, now or as soon as it is open. */
  goAway(): void
  /** Cuts off every tunnel. */
  close(): void
}

export interface TunnelsParts {
  rules: Pick<HeaderRules, 'response'>
  lookup: Pick<SessionLookup, 'readAgain' | 'leftMs' | 'used'>
  revocations: Pick<RevocationChannel, 'subscribe'>
  credentials: Credentials
  /** The app as configuration has it now; null when it is gone. */
  appNow: (app: App) => App | null
  clock: Clock
  log: { error(facts: object, message: string): void }
  /** How often the session behind each tunnel is read again: it may have ended by time, or unheard. */
  recheckMs?: number
}

/** In what something was opened that goes on. */
export interface Held {
  app: App
  found: Found
  /** As in a handshake. */
  authorization: string | null
}

interface Open extends Held {
  socket: Writable
  /** When in a round its session is read again. */
  turn: number
  verifiedAt: number
  /** When the session ends if nobody uses it, as the store said last; null before it was asked. */
  endsAt: EpochMs | null
}

/** How late a tunnel may end that ends by time. */
const LATE_MS = 1000

/** In so many parts is a round of readings: with thousands of people, one alone would hold up everything else for seconds. */
const TURNS = 100

/** How long a tunnel may live while the stores cannot say whether its session does. */
const UNVERIFIED_MS = 60_000

/** Every open WebSocket, so that it ends with its session: at sign-out, revocation, or by time (R27). */
export function openTunnels(parts: TunnelsParts): Tunnels {
  const { rules, lookup, revocations, credentials, appNow, clock, log, recheckMs = 10_000 } = parts
  const sockets = new Set<Duplex>()
  const open = new Set<Open>()
  /** How to end each WebSocket that is open. */
  const farewells = new Map<Duplex, () => void>()
  let goingAway = false
  const openToAll = new Set<Pick<Handshake, 'socket' | 'app' | 'asked'>>()

  revocations.subscribe((revocation) => {
    for (const one of open) if (concerns(revocation, one)) one.socket.destroy()
  })
  const recheckThose = (isAsked: (one: Open) => boolean): void => {
    // One person may hold many.
    const readings = new Map<string, Promise<Found | null>>()
    const readOnce = (sessionId: string): Promise<Found | null> => {
      const reading = readings.get(sessionId) ?? lookup.readAgain(sessionId)
      readings.set(sessionId, reading)
      return reading
    }
    for (const one of open) if (isAsked(one)) void recheck(one, readOnce)
  }
  const recheckPublic = (): void => {
    for (const { socket, app, asked } of openToAll) if (!isStillPublic(appNow(app), asked)) socket.destroy()
  }
  let turn = 0
  const timer = setInterval(() => {
    turn = (turn + 1) % TURNS
    recheckThose((one) => one.turn === turn)
    if (turn === 0) recheckPublic()
  }, recheckMs / TURNS)
  timer.unref()
  const deadlines = setInterval(() => {
    const now = clock.now()
    for (const one of open) if (one.endsAt !== null && now >= one.endsAt) void recheck(one)
  }, LATE_MS)
  deadlines.unref()

  async function recheck(one: Open, read: SessionLookup['readAgain'] = lookup.readAgain): Promise<void> {
    const { app, found, socket } = one
    try {
      const now = await read(found.sessionId)
      const decision = decide({ app: appNow(app), publicPath: false, visitor: now?.visitor ?? null })
      if (decision.kind !== 'forward' || !(await isSignedInAlike(one, decision, now))) return void socket.destroy()
      one.verifiedAt = clock.now()
      // Use only puts the end off: an answer from before is early, and asked for again when it has come.
      if (one.endsAt === null || one.endsAt < one.verifiedAt + recheckMs) {
        one.endsAt = one.verifiedAt + (await lookup.leftMs(found.sessionId))
      }
    } catch (error) {
      log.error({ err: error }, 'the session of a WebSocket could not be read')
      if (clock.now() - one.verifiedAt >= UNVERIFIED_MS) socket.destroy()
    }
  }

  /** A change may have been made unheard, beside this gateway, or after the app was asked and before it answered. */
  async function isSignedInAlike(one: Open, decision: Forward, now: Found | null): Promise<boolean> {
    if (decision.app.identity.basic?.kind !== 'per_account') return true
    const authorization = await credentials.of(now, decision.app)
    return authorization !== null && authorization === one.authorization
  }

  function hold(socket: Writable, held: Held): Open {
    const one = { ...held, socket, turn: turnOf(held.found), verifiedAt: clock.now(), endsAt: null }
    open.add(one)
    socket.once('close', () => open.delete(one))
    return one
  }

  async function join(upgrade: Upgrade): Promise<number> {
    const { socket } = upgrade
    const { status, goAway } = await tunnel(upgrade, rules)
    if (goAway === null || socket.destroyed) return status
    farewells.set(socket, goAway)
    socket.once('close', () => farewells.delete(socket))
    if (goingAway) goAway()
    return status
  }

  return {
    async open({ found, authorization, ...handshake }) {
      if (goingAway) {
        throw new GatehouseError('stopping', { kind: 'stopping' }, { retryAfterSeconds: 1 })
      }
      const { socket, app } = handshake
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      if (found === null) {
        openToAll.add(handshake)
        socket.once('close', () => openToAll.delete(handshake))
        return join({ ...handshake, used: () => {} })
      }

      // A revocation may have come between the reading of the session and now.
      void recheck(hold(socket, { app, found, authorization }))
      return join({ ...handshake, used: () => lookup.used(found) })
    },
    // Not asked again at once: nearly every answer is out before the next time that all are.
    hold: (answer, held) => void hold(answer, held),
    recheck() {
      recheckThose(() => true)
      recheckPublic()
    },
    count: () => farewells.size,
    goAway() {
      goingAway = true
      for (const goAway of farewells.values()) goAway()
    },
    close() {
      clearInterval(timer)
      clearInterval(deadlines)
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Whatever is open in one session has one turn, so that it is read once a round. */
function turnOf({ sessionId }: Found): number {
  let sum = 0
  for (const unit of Buffer.from(sessionId)) sum = (sum * 31 + unit) % TURNS
  return sum
}

/** `target` was an unambiguous public path of the app when the tunnel was opened. */
function isStillPublic(app: App | null, target: string): boolean {
  const [path = ''] = target.split('?')
  return app !== null && isPublic(app, { path, plain: true })
}

function concerns(revocation: Revocation, { app, found: { sessionId, visitor } }: Open): boolean {
  if (revocation.kind === 'session') return revocation.sessionId === sessionId
  if (revocation.accountId !== visitor.account.id) return false
  // What was opened with another password goes on at no app.
  return revocation.kind === 'account' || revocation.app === app.name
}
