import type { Request, Router } from 'express'
import { randomUUID } from 'node:crypto'
import { inWords } from '../domain/format.ts'
import { channelFor, type LineType, mustAskAnyway, REFUSED_NUMBER } from '../domain/phone.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { EnrollPhonePage } from '../pages/page.ts'
import { frame } from './frame.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { sendCode } from './send-code.ts'
import { CHALLENGE, ENROLL_PHONE, type Visit, visitOwing } from './visit.ts'

const DEFAULT_COUNTRY = 'US'

/** `GET, POST /_gatehouse/enroll/phone`: country and number, "Enable 2FA" (A7 to A10). */
export function enrollmentPhoneRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    res.send(parts.pages.enrollPhone(page(parts, visit, startingWith(parts, req, visit))))
  })

  router.post(ENROLL_PHONE, async (req, res) => {
    const visit = await visitOwing(parts, req, res, 'enroll')
    if (visit === null) return
    const typed = { country: field(req, 'country').toUpperCase(), phone: field(req, 'phone') }
    const again = (status: number, facts: PageFacts): void => {
      res.status(status).send(parts.pages.enrollPhone(page(parts, visit, { ...typed, ...facts })))
    }

    const number = parts.phoneNumbers.parse(typed.country, typed.phone)
    if ('fault' in number) return again(422, { error: wrong(notANumber(parts, typed.country, number.example)) })
    const lineType = await parts.lineTypes.lineType(number.phone)
    if (lineType === 'refused') return again(422, { error: wrong(REFUSED_NUMBER) })
    if (mustAskAnyway(lineType) && field(req, 'anyway') !== '1') return again(200, { mayBeNoMobile: lineType })

    const { phone } = number
    const session = {
      ...visit.session,
      enrollment: { kind: 'phone' as const, factorId: randomUUID(), phone, lineType },
    }
    const sent = await sendCode(parts, req, session, { phone, lineType, purpose: 'enrollment' })
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
    countries: parts.phoneNumbers.countries(),
    country,
    phone,
    error: error ?? null,
    mayBeNoMobile:
      mayBeNoMobile === undefined
        ? null
        : { lineType: mayBeNoMobile === 'landline' ? 'landline' : 'undetermined', channel: channelFor(mayBeNoMobile) },
    reminderOffered: visit.owed?.kind === 'enroll' && visit.owed.reminderOffered,
    reminderLasts: inWords(parts.policy().reminder.lastsMs),
  }
}

/** What the page starts with: the number being enrolled, else the one on file, else the browser's region. */
function startingWith({ phoneNumbers }: RouteParts, req: Request, visit: Visit): { country: string; phone: string } {
  const { enrollment } = visit.session
  const phone = enrollment?.kind === 'phone' ? enrollment.phone : visit.account.phone
  if (phone !== null) return phoneNumbers.national(phone)
  const regions = req.acceptsLanguages().map((language) => /-([A-Z]{2})$/i.exec(language)?.[1]?.toUpperCase())
  const codes = new Set(phoneNumbers.countries().map(({ code }) => code))
  return { country: regions.find((region) => region !== undefined && codes.has(region)) ?? DEFAULT_COUNTRY, phone: '' }
}

function notANumber({ phoneNumbers }: RouteParts, country: string, example: string | null): string {
  const name = phoneNumbers.countries().find(({ code }) => code === country)?.name
  if (name === undefined || example === null) return 'Choose your country, then enter your mobile number.'
  return `That doesn't look like a phone number in ${name}. Example: ${example}`
}

function wrong(message: string): EnrollPhonePage['error'] {
  return { field: 'phone', message }
}
