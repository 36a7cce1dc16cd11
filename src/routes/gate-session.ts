import 'express-session'
import type { Request } from 'express'
import type { EpochMs } from '../domain/account.ts'
import { GatehouseError, storeUnavailable } from '../domain/errors.ts'
import { provesFactor } from '../domain/fresh-proof.ts'
import type { RevocationChannel } from '../domain/ports/sessions.ts'
import type { GateSession, FullBy } from '../domain/session.ts'

declare module 'express-session' {
  interface SessionData {
    gatehouse: GateSession
    /** The sign-up link that was opened in this browser. */
    signUp?: { linkId: string }
  }
}

/** Begins the session of somebody whose password was right, under a new id (A6, R1). */
export async function beginSession(
  req: Request,
  revocations: RevocationChannel,
  session: GateSession,
): Promise<GateSession> {
  await renewId(req, revocations)
  return saveSession(req, session)
}

/** Raises a waiting session to full, under a new id; the old one is dead everywhere (A6, R1). */
export async function raiseSession(
  req: Request,
  revocations: RevocationChannel,
  session: GateSession,
  raised: { by: FullBy; at: EpochMs },
): Promise<void> {
  const { proved, ...waited } = session
  const factorAt = provesFactor(raised.by) ? raised.at : null
  await renewSession(req, revocations, {
    ...waited,
    level: 'full',
    fullAt: raised.at,
    fullBy: raised.by,
    ...(proved === undefined ? {} : { proved: { ...proved, factorAt } }),
    enrollment: null,
    sentCode: null,
    notice: null,
  })
}

/** Goes on with a session under a new id; the old one is dead everywhere (R1). */
export async function renewSession(
  req: Request,
  revocations: RevocationChannel,
  session: GateSession,
): Promise<GateSession> {
  await mustStillBeStored(req)
  await renewId(req, revocations)
  return saveSession(req, session)
}

/** Keeps what changed before the answer goes out: a redirect must never arrive ahead of its session. */
export async function saveSession(req: Request, session: GateSession): Promise<GateSession> {
  req.session.gatehouse = session
  await settled((done) => req.session.save(done))
  return session
}

/** Notes in the session which sign-up link was opened: its secret has been looked at and is kept nowhere. */
export async function keepSignUp(req: Request, signUp: { linkId: string }): Promise<void> {
  req.session.signUp = signUp
  await settled((done) => req.session.save(done))
}

/** Ends the session here and, within a second, everywhere it is cached. */
export async function endSession(req: Request, revocations: RevocationChannel): Promise<void> {
  if (isNew(req)) return
  const { sessionID } = req
  await settled((done) => req.session.destroy(done))
  await revocations.publish({ kind: 'session', sessionId: sessionID })
}

/** A session that was signed out in another tab meanwhile must not rise again under a new id. */
async function mustStillBeStored(req: Request): Promise<void> {
  let stored: unknown
  await settled((done) => {
    req.sessionStore.get(req.sessionID, (error, found) => {
      stored = found
      done(error)
    })
  })
  if (!stored) throw new GatehouseError('sign_in_required', { kind: 'session_ended' })
}

async function renewId(req: Request, revocations: RevocationChannel): Promise<void> {
  if (isNew(req)) return
  const { sessionID } = req
  await settled((done) => req.session.regenerate(done))
  await revocations.publish({ kind: 'session', sessionId: sessionID })
}

/** Nobody has seen the id of a session that holds nothing yet: it was made for this very request. */
function isNew({ session }: Request): boolean {
  return session.gatehouse === undefined && session.signUp === undefined
}

function settled(start: (done: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(storeUnavailable(error)) : resolve()))
  })
}
