import type { Router } from 'express'
import type { E164 } from '../domain/phone.ts'
import { seeOther } from '../http/see-other.ts'
import type { EnrollPhonePage } from '../pages/page/sign-in.ts'
import { frame } from './frame.ts'
import { beginWithNumber, type NumberFacts, numberPage, typedNumber } from './new-number.ts'
import type { RouteParts } from './parts.ts'
import { type PhoneFields, phoneFields } from './phone-fields.ts'
import { CHALLENGE, ENROLL_APP, ENROLL_PHONE, type Visit, visitOwing } from './visit.ts'

/** `GET, POST /_gatehouse/enroll/phone`: country and number, "Enable 2FA" (A7 to A10). */
export function enrollmentPhoneRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    res.send(parts.pages.enrollPhone(page(parts, visit, phoneFields(parts, req, numberKnown(visit)), {})))
  })

  router.post(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const again = await beginWithNumber(parts, req, visit)
    if (again === null) return seeOther(res, CHALLENGE)
    if (again.retryAfterSeconds !== undefined) res.set('Retry-After', String(again.retryAfterSeconds))
    res.status(again.status).send(parts.pages.enrollPhone(page(parts, visit, typedNumber(req), again.facts)))
  })
}

function page(parts: RouteParts, visit: Visit, fields: PhoneFields, facts: NumberFacts): EnrollPhonePage {
  return {
    ...frame(parts, visit),
    ...numberPage(parts, visit, fields, facts),
    next: visit.session.next,
    appUrl: ENROLL_APP,
    reminderOffered: visit.owed?.kind === 'enroll' && visit.owed.reminderOffered,
    reminderLastsMs: parts.policy().reminder.lastsMs,
  }
}

/** The number being enrolled, else the one on file. */
function numberKnown({ session: { enrollment }, account }: Visit): E164 | null {
  return enrollment?.kind === 'phone' ? enrollment.phone : account.phone
}
