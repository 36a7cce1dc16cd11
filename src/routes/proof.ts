import type { NextFunction, Request, Response, Router } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import type { FactorKind } from '../domain/factor.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { GateSession } from '../domain/session.ts'
import { field } from '../http/form-body.ts'
import { queryValue } from '../http/query.ts'
import { seeOther } from '../http/see-other.ts'
import type { ProofPage } from '../pages/page/proof.ts'
import type { ChallengePage } from '../pages/page/sign-in.ts'
import { askingForProof } from './asking.ts'
import { codeFacts, factorNotProved, factorProved, factorShown, proveFactor } from './factor-proof.ts'
import { frameWithMenu } from './frame.ts'
import { askForFactor, keptForm, PROOF, proofOwedBy, proofUrl, renewWhatWaits, takeKeptForm } from './fresh-proof.ts'
import { renewSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { passwordTurn } from './password-turn.ts'
import { sendCode } from './send-code.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const DELIVERY = `${PROOF}/delivery`

/** Somebody who has to prove who they are before `kept`, what they posted, is done. */
interface Waiting {
  visit: Visit
  id: string
  /** The page that they came from. */
  back: string
  step: 'password' | 'factor'
}

/**
 * `GET, POST /_gatehouse/proof`: password and factor once more, before a sensitive change (R7, A25). What waits for it is then
 * handed to the routes that come after these, as it was posted: these come first.
 */
export function proofRoutes(router: Router, parts: RouteParts): void {
  router.get(PROOF, async (req, res) => {
    const waiting = await waitingAtProof(parts, req, res, queryValue(req, 'for'))
    if (waiting === null) return
    if (waiting.step === 'password') return void res.send(parts.pages.proof(passwordPage(parts, waiting, null)))
    const { visit } = waiting
    const { notice } = visit.session
    if (notice !== null) await saveSession(req, { ...visit.session, notice: null })
    const by = factorShown(visit, askingForProof(visit), req.query['by'])
    res.send(parts.pages.challenge(factorPage(parts, waiting, by, notice)))
  })

  router.post(PROOF, async (req, res, next) => {
    const waiting = await waitingAtProof(parts, req, res, field(req, 'for'))
    if (waiting === null) return
    // Another tab may have gone on to the next step meanwhile.
    const expected = waiting.step === 'password' ? 'password' : 'code'
    if (req.form?.[expected] === undefined) return seeOther(res, proofUrl(waiting.id))
    const session = await (waiting.step === 'password' ? provePassword : proveByFactor)(parts, req, res, waiting)
    if (session === null) return
    if (proofOwedBy(parts, { ...waiting.visit, session }) === null)
      return carryOn(parts, req, res, next, waiting, session)
    if (!(await renewWhatWaits(parts, req, waiting.id, session))) {
      return void res.status(409).send(nothingWaits(parts, waiting.visit))
    }
    await askForFactor(parts, req, session, waiting.visit)
    seeOther(res, proofUrl(waiting.id))
  })

  router.get(DELIVERY, (_req, res) => seeOther(res, ACCOUNT))

  router.post(DELIVERY, async (req, res) => {
    const waiting = await waitingAtProof(parts, req, res, field(req, 'for'))
    if (waiting === null) return
    const { visit, id, step } = waiting
    const { phone } = askingForProof(visit)
    if (step === 'password' || phone === null) return seeOther(res, proofUrl(id))
    const channel = field(req, 'channel')
    if (channel !== 'sms' && channel !== 'call') throw new GatehouseError('bad_request', { kind: 'channel_missing' })
    const sent = await sendCode(parts, req, visit.session, {
      ...phone,
      channel,
      purpose: 'proof',
      language: visit.account.language,
    })
    if (sent.kind === 'sent') return seeOther(res, `${proofUrl(id)}&by=phone`)
    if (sent.retryAfterSeconds !== null) res.set('Retry-After', String(sent.retryAfterSeconds))
    res.status(sent.retryAfterSeconds === null ? 502 : 429)
    res.send(parts.pages.challenge(factorPage(parts, waiting, 'phone', sent.message)))
  })
}

/** Null when nobody is there, or nothing waits: the answer has then been sent. */
async function waitingAtProof(parts: RouteParts, req: Request, res: Response, id: string): Promise<Waiting | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null) return null
  const kept = await keptForm(parts, req, id)
  if (kept === null) {
    res.status(req.method === 'POST' ? 409 : 200).send(nothingWaits(parts, visit))
    return null
  }
  // Where nothing is owed any more, as after a factor was reset, the password is what is left to ask for.
  return { visit, id, back: kept.back, step: proofOwedBy(parts, visit) ?? 'password' }
}

/** The session with its new proof; null when the password was wrong, and the answer has been sent. */
async function provePassword(
  parts: RouteParts,
  req: Request,
  res: Response,
  waiting: Waiting,
): Promise<GateSession | null> {
  const { account, session } = waiting.visit
  const about = { event: 'proof', accountId: account.id, companyId: account.companyId } as const
  const refuse = (status: number, message: Sentence): null => {
    res.status(status).send(parts.pages.proof(passwordPage(parts, waiting, message)))
    return null
  }
  const retryAfterSeconds = await passwordTurn(parts, req, { ...about, username: account.username })
  if (retryAfterSeconds !== null) {
    res.set('Retry-After', String(retryAfterSeconds))
    return refuse(429, { kind: 'too_many_tries', waitMs: retryAfterSeconds * 1000 })
  }
  const { passwords, throttle, accounts, audit } = parts
  const { address } = req.arrival
  const { matches, upgrade } = await passwords.verify(field(req, 'password'), account.passwordHash, address)
  await audit.record(req.arrival, { ...about, outcome: matches ? 'success' : 'failure', reason: 'password' })
  if (!matches) return refuse(422, { kind: 'own_password_wrong' })
  await throttle.clear(account.username, address)
  if (upgrade !== null && account.passwordHash !== null) {
    await accounts.upgradePasswordHash(account.id, account.passwordHash, upgrade)
  }
  return { ...session, proved: { factorAt: null, ...session.proved, passwordAt: parts.clock.now() } }
}

/** The same for the factor. */
async function proveByFactor(
  parts: RouteParts,
  req: Request,
  res: Response,
  waiting: Waiting,
): Promise<GateSession | null> {
  const { visit } = waiting
  const asking = askingForProof(visit)
  const by = factorShown(visit, asking, field(req, 'by'))
  const outcome = await proveFactor(parts, req, { visit, asking, by })
  if (outcome.kind !== 'right') {
    const message = await factorNotProved(parts, req, res, { visit, asking, by, outcome })
    res.send(parts.pages.challenge(factorPage(parts, waiting, by, message)))
    return null
  }
  await factorProved(parts, req, res, { visit, asking, proof: outcome.proof })
  const { session } = visit
  return session.proved === undefined
    ? session
    : { ...session, proved: { ...session.proved, factorAt: parts.clock.now() } }
}

/** Under a new session id: whoever has copied the cookie does not share in the proof (R1). */
async function carryOn(
  parts: RouteParts,
  req: Request,
  res: Response,
  next: NextFunction,
  { visit, id }: Waiting,
  session: GateSession,
): Promise<void> {
  const kept = await takeKeptForm(parts, req, id)
  if (kept === null) return void res.status(409).send(nothingWaits(parts, visit))
  await renewSession(req, parts.revocations, { ...session, sentCode: null, notice: null })
  req.url = kept.url
  req.form = kept.form
  next()
}

function passwordPage(parts: RouteParts, { visit, id, back }: Waiting, message: Sentence | null): ProofPage {
  return {
    ...frameWithMenu(parts, visit),
    kept: id,
    next: back,
    asksForFactor: visit.account.factors.length > 0,
    error: message === null ? null : { field: 'password', message },
  }
}

function factorPage(
  parts: RouteParts,
  { visit, id, back }: Waiting,
  by: FactorKind,
  message: Sentence | null,
): ChallengePage {
  return {
    ...frameWithMenu(parts, visit),
    ...codeFacts(parts, { visit, asking: askingForProof(visit), by, message }),
    next: back,
    action: PROOF,
    kept: id,
    cancelUrl: back,
  }
}

function nothingWaits(parts: RouteParts, visit: Visit): string {
  return parts.pages.nothingWaits({ ...frameWithMenu(parts, visit), backUrl: ACCOUNT })
}
