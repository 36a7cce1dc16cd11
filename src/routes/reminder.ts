import type { Router } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import { seeOther } from '../http/see-other.ts'
import { raiseSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { ENROLL_PHONE, visitOwing } from './visit.ts'

const LATER = '/_gatehouse/enroll/later'

/** `POST /_gatehouse/enroll/later`: "Remind me in 48 hours" (A15 to A17). */
export function reminderRoutes(router: Router, parts: RouteParts): void {
  router.get(LATER, (_req, res) => seeOther(res, ENROLL_PHONE))

  router.post(LATER, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const { account, session } = visit
    const now = parts.clock.now()
    const taken = visit.owed.reminderOffered && (await parts.accounts.takeReminder(account.id, now))
    const about = { event: 'reminder', accountId: account.id, companyId: account.companyId } as const
    if (!taken) {
      await parts.audit.record(req.arrival, { ...about, outcome: 'refused', reason: visit.owed.reason })
      throw new GatehouseError('reminder_refused', { kind: 'reminder_refused' })
    }
    await parts.audit.record(req.arrival, { ...about, outcome: 'success' })
    await raiseSession(req, parts.revocations, session, { by: 'reminder', at: now })
    seeOther(res, session.next)
  })
}
