import type { Request, Response, Router } from 'express'
import type { FactorKind, TotpFactor } from '../domain/factor.ts'
import { maskPhone } from '../domain/format.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { ChallengePage } from '../pages/page.ts'
import { renewBrowserId } from './browser-mark.ts'
import { type Outcome, type Proof, wordsFor } from './challenge-words.ts'
import { enrolled } from './enrolled.ts'
import { frame } from './frame.ts'
import { raiseSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { phoneAsked, purposeOf } from './phone-asked.ts'
import { CHALLENGE, ENROLL_PHONE, type Visit, visitOwing } from './visit.ts'

/** `GET, POST /_gatehouse/challenge`: the code, of a challenge or of a number that is being enrolled (A4, A11 to A14). */
export function challengeRoutes(router: Router, parts: RouteParts): void {
  router.get(CHALLENGE, async (req, res) => {
    const visit = await visitAtChallenge(parts, req, res)
    if (visit === null) return
    const { notice } = visit.session
    if (notice !== null) await saveSession(req, { ...visit.session, notice: null })
    const wanted = req.query['by']
    const by = factorShown(visit, typeof wanted === 'string' ? wanted : '')
    res.send(parts.pages.challenge(challengePage(parts, visit, by, notice)))
  })

  router.post(CHALLENGE, async (req, res) => {
    const visit = await visitAtChallenge(parts, req, res)
    if (visit === null) return
    const by = factorShown(visit, field(req, 'by'))
    const outcome = await prove(parts, req, visit, by)
    if (outcome.kind === 'right') return passed(parts, req, res, visit, outcome.proof)

    await parts.audit.record(req.arrival, {
      event: purposeOf(visit),
      outcome: 'failure',
      accountId: visit.account.id,
      companyId: visit.company.id,
      reason: `${by}:${outcome.kind}`,
    })
    if (outcome.kind === 'wait') {
      res.set('Retry-After', String(Math.ceil((outcome.retryAt - parts.clock.now()) / 1000)))
    }
    const message = wordsFor(outcome, by, parts.clock.now())
    res
      .status(outcome.kind === 'wait' ? 429 : 422)
      .send(parts.pages.challenge(challengePage(parts, visit, by, message)))
  })
}

/** Whoever owes a challenge, or has typed a number that waits for its first code. */
export async function visitAtChallenge(parts: RouteParts, req: Request, res: Response): Promise<Visit | null> {
  const visit = await visitOwing(parts, req, res, 'challenge', 'enroll')
  if (visit === null || phoneAsked(visit) !== null || visit.owed.kind === 'challenge') return visit
  seeOther(res, ENROLL_PHONE)
  return null
}

export function challengePage(parts: RouteParts, visit: Visit, by: FactorKind, message: string | null): ChallengePage {
  const asked = phoneAsked(visit)
  const sent = by === 'phone' ? visit.session.sentCode : null
  const resendAt = sent === null ? 0 : sent.sentAt + parts.settings.codes.cooldownMs
  return {
    ...frame(parts, visit),
    next: visit.session.next,
    purpose: purposeOf(visit),
    by,
    sent: sent === null ? null : { channel: sent.channel, maskedPhone: maskPhone(sent.phone) },
    phone: asked === null ? null : maskPhone(asked.phone),
    resendInSeconds: Math.max(0, Math.ceil((resendAt - parts.clock.now()) / 1000)),
    otherWays: kindsHeld(visit).filter((kind) => kind !== by),
    digits: by === 'totp' ? 6 : parts.settings.codes.digits,
    error: message === null ? null : { field: 'code', message },
  }
}

async function prove(parts: RouteParts, req: Request, visit: Visit, by: FactorKind): Promise<Outcome> {
  const { account, session } = visit
  const typed = field(req, 'code')
  if (by === 'totp') {
    const factor = account.factors.find((held): held is TotpFactor => held.kind === 'totp')
    if (factor === undefined) return { kind: 'unknown' }
    const result = await parts.totp.check(account.id, factor, typed)
    return result.kind === 'right' ? { kind: 'right', proof: { by: 'totp' } } : result
  }
  if (session.sentCode === null) return { kind: 'unknown' }
  const about = { accountId: account.id, sessionId: req.sessionID, purpose: purposeOf(visit) }
  const result = await parts.oneTimeCodes.check({ ...about, codeId: session.sentCode.id, typed })
  return result.kind === 'right' ? { kind: 'right', proof: { by: 'phone', phone: result.phone } } : result
}

async function passed(parts: RouteParts, req: Request, res: Response, visit: Visit, proof: Proof): Promise<void> {
  const { account, session } = visit
  if (visit.owed?.kind === 'enroll') {
    const pending = session.enrollment
    // The code proves the number it was sent to and no other one that was typed since.
    if (pending?.kind !== 'phone' || proof.by !== 'phone' || proof.phone !== pending.phone) {
      return seeOther(res, ENROLL_PHONE)
    }
    const { factorId: id, phone, lineType } = pending
    return enrolled(parts, req, res, visit, { kind: 'phone', id, phone, lineType })
  }
  const at = parts.clock.now()
  await parts.accounts.recordChallengePassed(account.id, at, await renewBrowserId(parts, req, res, account.id))
  await parts.audit.record(req.arrival, {
    event: 'challenge',
    outcome: 'success',
    accountId: account.id,
    companyId: visit.company.id,
    reason: proof.by,
  })
  await raiseSession(req, parts.revocations, session, { by: proof.by, at })
  seeOther(res, session.next)
}

/** The factor whose page is shown: the wanted one if it is held, else the one a code went to, else the first. */
function factorShown(visit: Visit, wanted: string): FactorKind {
  const held = kindsHeld(visit)
  const asked = held.find((kind) => kind === wanted)
  if (asked !== undefined) return asked
  return visit.session.sentCode !== null || !held.includes('totp') ? 'phone' : 'totp'
}

function kindsHeld(visit: Visit): FactorKind[] {
  if (visit.owed?.kind === 'enroll') return ['phone']
  return [...new Set(visit.account.factors.map(({ kind }) => kind))]
}
