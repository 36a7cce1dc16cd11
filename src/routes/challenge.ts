import type { Request, Response, Router } from 'express'
import type { FactorKind } from '../domain/factor.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { ChallengePage } from '../pages/page/sign-in.ts'
import { askingAtSignIn } from './asking.ts'
import type { Proof } from './challenge-words.ts'
import { enrolled } from './enrolled.ts'
import { codeFacts, factorNotProved, factorProved, factorShown, proveFactor } from './factor-proof.ts'
import { frame } from './frame.ts'
import { raiseSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { CHALLENGE, ENROLL_PHONE, type Visit, visitOwing } from './visit.ts'

/** `GET, POST /_gatehouse/challenge`: the code, of a challenge or of a number that is being enrolled (A4, A11 to A14). */
export function challengeRoutes(router: Router, parts: RouteParts): void {
  router.get(CHALLENGE, async (req, res) => {
    const visit = await visitAtChallenge(parts, req, res)
    if (visit === null) return
    const { notice } = visit.session
    if (notice !== null) await saveSession(req, { ...visit.session, notice: null })
    const by = factorShown(visit, askingAtSignIn(visit), req.query['by'])
    res.send(parts.pages.challenge(challengePage(parts, visit, by, notice)))
  })

  router.post(CHALLENGE, async (req, res) => {
    const visit = await visitAtChallenge(parts, req, res)
    if (visit === null) return
    const asking = askingAtSignIn(visit)
    const by = factorShown(visit, asking, field(req, 'by'))
    const outcome = await proveFactor(parts, req, { visit, asking, by })
    if (outcome.kind === 'right') return passed(parts, req, res, visit, outcome.proof)
    const message = await factorNotProved(parts, req, res, { visit, asking, by, outcome })
    res.send(parts.pages.challenge(challengePage(parts, visit, by, message)))
  })
}

/** Whoever owes a challenge, or has typed a number that waits for its first code. */
export async function visitAtChallenge(parts: RouteParts, req: Request, res: Response): Promise<Visit | null> {
  const visit = await visitOwing(parts, req, res, 'challenge', 'enroll')
  if (visit === null || visit.owed.kind === 'challenge' || askingAtSignIn(visit).phone !== null) return visit
  seeOther(res, ENROLL_PHONE)
  return null
}

export function challengePage(
  parts: RouteParts,
  visit: Visit,
  by: FactorKind,
  message: Sentence | null,
): ChallengePage {
  return {
    ...frame(parts, visit),
    ...codeFacts(parts, { visit, asking: askingAtSignIn(visit), by, message }),
    next: visit.session.next,
    action: CHALLENGE,
    kept: null,
    cancelUrl: null,
  }
}

async function passed(parts: RouteParts, req: Request, res: Response, visit: Visit, proof: Proof): Promise<void> {
  const { session } = visit
  if (visit.owed?.kind === 'enroll') {
    const pending = session.enrollment
    // The code proves the number it was sent to and no other one that was typed since.
    if (pending?.kind !== 'phone' || proof.by !== 'phone' || proof.phone !== pending.phone) {
      return seeOther(res, ENROLL_PHONE)
    }
    const { factorId: id, phone, lineType } = pending
    return enrolled(parts, req, res, visit, { kind: 'phone', id, phone, lineType })
  }
  await factorProved(parts, req, res, { visit, asking: askingAtSignIn(visit), proof })
  await raiseSession(req, parts.revocations, session, { by: proof.by, at: parts.clock.now() })
  seeOther(res, session.next)
}
