import type { Router } from 'express'
import { randomUUID } from 'node:crypto'
import { channelFor, type E164, type LineType, mustAskAnyway } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { EnrollPhonePage } from '../pages/page.ts'
import { frame } from './frame.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { phoneFields, readNumber } from './phone-fields.ts'
import { sendCode } from './send-code.ts'
import { CHALLENGE, ENROLL_PHONE, type Visit, visitOwing } from './visit.ts'

/** `GET, POST /_gatehouse/enroll/phone`: country and number, "Enable 2FA" (A7 to A10). */
export function enrollmentPhoneRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    res.send(parts.pages.enrollPhone(page(parts, visit, phoneFields(parts, req, numberKnown(visit)))))
  })

  router.post(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const typed = { country: field(req, 'country').toUpperCase(), phone: field(req, 'phone') }
    const again = (status: number, facts: PageFacts): void => {
      res.status(status).send(parts.pages.enrollPhone(page(parts, visit, { ...typed, ...facts })))
    }

    const number = await readNumber(parts, typed)
    if ('fault' in number) return again(422, { error: wrong(number.fault) })
    const { phone, lineType } = number
    if (mustAskAnyway(lineType) && field(req, 'anyway') !== '1') return again(200, { mayBeNoMobile: lineType })

    const session = {
      ...visit.session,
      enrollment: { kind: 'phone' as const, factorId: randomUUID(), phone, lineType },
    }
    const sent = await sendCode(parts, req, session, {
      phone,
      lineType,
      purpose: 'enrollment',
      language: visit.account.language,
    })
    if (sent.kind === 'sent') return seeOther(res, CHALLENGE)
    if (sent.fault !== null && sent.fault !== 'number_invalid') {
      // The number stands, so the next page offers what may still reach it. The carrier knows landlines best.
      const known = sent.fault === 'landline_refused' ? ('landline' as const) : lineType
      const enrollment = { ...session.enrollment, lineType: known }
      await saveSession(req, { ...session, enrollment, sentCode: null, notice: sent.message })
      return seeOther(res, CHALLENGE)
    }
    if (sent.retryAfterSeconds !== null) res.set('Retry-After', String(sent.retryAfterSeconds))
    return again(sent.retryAfterSeconds === null ? 502 : 429, { error: wrong(sent.message) })
  })
}

interface PageFacts {
  error?: EnrollPhonePage['error']
  mayBeNoMobile?: LineType
}

function page(
  parts: RouteParts,
  visit: Visit,
  { country, phone, error, mayBeNoMobile }: { country: string; phone: string } & PageFacts,
): EnrollPhonePage {
  return {
    ...frame(parts, visit),
    next: visit.session.next,
    countries: parts.phoneNumbers.countries(visit.language),
    country,
    phone,
    error: error ?? null,
    mayBeNoMobile:
      mayBeNoMobile === undefined
        ? null
        : { lineType: mayBeNoMobile === 'landline' ? 'landline' : 'undetermined', channel: channelFor(mayBeNoMobile) },
    reminderOffered: visit.owed?.kind === 'enroll' && visit.owed.reminderOffered,
    reminderLastsMs: parts.policy().reminder.lastsMs,
  }
}

/** The number being enrolled, else the one on file. */
function numberKnown({ session: { enrollment }, account }: Visit): E164 | null {
  return enrollment?.kind === 'phone' ? enrollment.phone : account.phone
}

function wrong(message: Sentence): EnrollPhonePage['error'] {
  return { field: 'phone', message }
}
