import type { Request, Response, Router } from 'express'
import type { Sentence } from '../domain/sentence.ts'
import type { PendingEnrollment } from '../domain/session.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { EnrollAppPage, FieldError } from '../pages/page.ts'
import { enrolled } from './enrolled.ts'
import { frame } from './frame.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { type Visit, visitOwing } from './visit.ts'

const ENROLL_APP = '/_gatehouse/enroll/app'

type PendingTotp = Extract<PendingEnrollment, { kind: 'totp' }>

/** `GET, POST /_gatehouse/enroll/app`: QR code, key, first code (A14). */
export function enrollmentAppRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLL_APP, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    await show(parts, res, visit, await pendingKey(parts, req, visit), null)
  })

  router.post(ENROLL_APP, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const { account, session } = visit
    const pending = session.enrollment
    // The key of an earlier visit is gone: show the new one instead of a code that cannot match.
    if (pending?.kind !== 'totp') return seeOther(res, ENROLL_APP)

    const proof = await parts.totp.proveEnrollment({
      accountId: account.id,
      factorId: pending.factorId,
      sealedKey: pending.sealedKey,
      typed: field(req, 'code'),
    })
    const about = { event: 'enrollment', accountId: account.id, companyId: account.companyId } as const
    if (proof.kind === 'right') {
      const { factorId: id, sealedKey } = pending
      return enrolled(parts, req, res, visit, { kind: 'totp', id, sealedKey, lastTimeStep: proof.timeStep })
    }
    await parts.audit.record(req.arrival, { ...about, outcome: 'failure', reason: `totp:${proof.kind}` })
    if (proof.kind === 'wrong') return show(parts, res.status(422), visit, pending, { kind: 'first_app_code_wrong' })
    const waitMs = proof.retryAt - parts.clock.now()
    res.set('Retry-After', String(Math.ceil(waitMs / 1000)))
    return show(parts, res.status(429), visit, pending, { kind: 'too_many_tries', waitMs })
  })
}

/** The key that this session is enrolling: made at the first look and kept until it is proved or the session ends. */
async function pendingKey(parts: RouteParts, req: Request, { account, session }: Visit): Promise<PendingTotp> {
  if (session.enrollment?.kind === 'totp') return session.enrollment
  const enrollment: PendingTotp = { kind: 'totp', ...parts.totp.newEnrollment(account.id) }
  await saveSession(req, { ...session, enrollment })
  return enrollment
}

async function show(
  parts: RouteParts,
  res: Response,
  visit: Visit,
  pending: PendingTotp,
  message: Sentence | null,
): Promise<void> {
  const { otpauthUrl, keyGroups } = parts.totp.describe(pending.sealedKey, pending.factorId, visit.account.username)
  const error: FieldError | null = message === null ? null : { field: 'code', message }
  const page: EnrollAppPage = {
    ...frame(parts, visit),
    next: visit.session.next,
    qrSvg: await parts.totp.qrSvg(otpauthUrl),
    otpauthUrl,
    keyGroups,
    error,
    reminderOffered: visit.owed?.kind === 'enroll' && visit.owed.reminderOffered,
    reminderLastsMs: parts.policy().reminder.lastsMs,
  }
  res.send(parts.pages.enrollApp(page))
}
