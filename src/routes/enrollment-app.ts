import type { Router } from 'express'
import type { Sentence } from '../domain/sentence.ts'
import { seeOther } from '../http/see-other.ts'
import { enrolled } from './enrolled.ts'
import { frame } from './frame.ts'
import { keyPage, type PendingApp, pendingApp, proveApp } from './new-app.ts'
import type { RouteParts } from './parts.ts'
import { ENROLL_APP, type Visit, visitOwing } from './visit.ts'

/** `GET, POST /_gatehouse/enroll/app`: QR code, key, first code (A14). */
export function enrollmentAppRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLL_APP, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    res.send(await page(parts, visit, await pendingApp(parts, req, visit), null))
  })

  router.post(ENROLL_APP, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const pending = visit.session.enrollment
    // The key of an earlier visit is gone: show the new one instead of a code that cannot match.
    if (pending?.kind !== 'totp') return seeOther(res, ENROLL_APP)
    const proof = await proveApp(parts, req, visit, pending)
    if (proof.kind === 'right') {
      const { factorId: id, sealedKey } = pending
      return enrolled(parts, req, res, visit, { kind: 'totp', id, sealedKey, lastTimeStep: proof.timeStep })
    }
    if (proof.retryAfterSeconds !== null) res.set('Retry-After', String(proof.retryAfterSeconds))
    res.status(proof.status).send(await page(parts, visit, pending, proof.message))
  })
}

async function page(parts: RouteParts, visit: Visit, pending: PendingApp, message: Sentence | null): Promise<string> {
  return parts.pages.enrollApp({
    ...frame(parts, visit),
    ...(await keyPage(parts, visit, pending)),
    next: visit.session.next,
    error: message === null ? null : { field: 'code', message },
    reminderOffered: visit.owed?.kind === 'enroll' && visit.owed.reminderOffered,
    reminderLastsMs: parts.policy().reminder.lastsMs,
  })
}
