import type { Request, Response } from 'express'
import { randomUUID } from 'node:crypto'
import { GatehouseError } from '../domain/errors.ts'
import { proofOwed } from '../domain/fresh-proof.ts'
import type { GateSession } from '../domain/session.ts'
import type { Form } from '../http/form-body.ts'
import { isNavigation } from '../http/problem.ts'
import { seeOther } from '../http/see-other.ts'
import type { HeldForm, Kept } from '../kept-forms.ts'
import { askingForProof } from './asking.ts'
import { sendFirstCode } from './factor-proof.ts'
import { renewSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT, type Visit } from './visit.ts'

export const PROOF = '/_gatehouse/proof'

/** What was posted, and where: enough to do the same again. */
interface Posted {
  url: string
  form: Form
  /** The page that the person came from. */
  back: string
}

/**
 * Whether a sensitive change has to wait for a fresh proof (R7). What was posted is then kept, the person was led to where
 * they prove who they are, and the same request goes on from there: call this once the form is in order, before anything is changed.
 * `back` is the page that the form stands on. Throws `proof_required` for a request that is no page navigation.
 */
export async function waitsForProof(
  parts: RouteParts,
  req: Request,
  res: Response,
  visit: Visit,
  back: string = ACCOUNT,
): Promise<boolean> {
  const owed = proofOwedBy(parts, visit)
  if (owed === null) return false
  if (!isNavigation(req)) {
    throw new GatehouseError('proof_required', { kind: 'proof_first' })
  }
  const held = heldBy(req, randomUUID())
  const posted: Posted = { url: req.url, form: { ...req.form }, back }
  const expiresAt = parts.clock.now() + parts.settings.session.waitingMs
  await parts.keptForms.keep(held, { text: JSON.stringify(posted), expiresAt })
  if (owed === 'factor') await askForFactor(parts, req, visit.session, visit)
  seeOther(res, proofUrl(held.id))
  return true
}

export function proofUrl(id: string): string {
  return `${PROOF}?for=${id}`
}

/** What the person of this visit still has to prove. */
export function proofOwedBy(
  { settings, clock }: RouteParts,
  { account, session }: Visit,
): 'password' | 'factor' | null {
  const maxAgeMs = settings.session.freshProofMs
  return proofOwed({ proved: session.proved, hasFactor: account.factors.length > 0, maxAgeMs, now: clock.now() })
}

/** Sends the code, where one is sent unasked, and keeps the session. */
export async function askForFactor(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  { account }: Pick<Visit, 'account'>,
): Promise<void> {
  const fresh = { ...session, sentCode: null, notice: null }
  const sent = await sendFirstCode(parts, req, fresh, askingForProof({ account }))
  if (sent?.kind !== 'sent') await saveSession(req, { ...fresh, notice: sent?.message ?? null })
}

/** What waits in this session under that id; null when it was done, replaced by another, or waited too long. */
export async function keptForm(parts: RouteParts, req: Request, id: string): Promise<Posted | null> {
  const kept = await parts.keptForms.find(heldBy(req, id))
  return kept === null ? null : postedIn(kept)
}

/** The same, for one caller only: what was kept is done once. */
export async function takeKeptForm(parts: RouteParts, req: Request, id: string): Promise<Posted | null> {
  const kept = await parts.keptForms.take(heldBy(req, id))
  return kept === null ? null : postedIn(kept)
}

/**
 * Goes on with a session that proved one half under a new id, and what waits there with it: whoever has copied the cookie
 * shares in neither half (R1). Answers whether it still waited; if not, nothing of the proof is kept.
 */
export async function renewWhatWaits(
  parts: RouteParts,
  req: Request,
  id: string,
  session: GateSession,
): Promise<boolean> {
  const kept = await parts.keptForms.take(heldBy(req, id))
  if (kept === null) return false
  await renewSession(req, parts.revocations, session)
  await parts.keptForms.keep(heldBy(req, id), kept)
  return true
}

function postedIn({ text }: Kept): Posted {
  const { url, form, back }: Posted = JSON.parse(text)
  return { url, back, form: Object.assign<Form, Form>(Object.create(null), form) }
}

function heldBy(req: Request, id: string): HeldForm {
  return { id, holder: req.sessionID }
}
