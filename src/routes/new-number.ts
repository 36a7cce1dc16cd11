import type { Request } from 'express'
import { randomUUID } from 'node:crypto'
import { channelFor, type LineType, mustAskAnyway } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import type { FieldError } from '../pages/page/frame.ts'
import type { EnrollPhonePage } from '../pages/page/sign-in.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { parseNumber, type PhoneFields, readNumber } from './phone-fields.ts'
import { beginLookup, sendCode } from './send-code.ts'
import type { Visit } from './visit.ts'

/** What the page that asks for a number says about the one that was typed. */
export interface NumberFacts {
  error?: FieldError
  mayBeNoMobile?: LineType
}

interface Again {
  status: number
  facts: NumberFacts
  retryAfterSeconds?: number
}

/** The fields as they were typed. */
export function typedNumber(req: Request): PhoneFields {
  return { country: field(req, 'country').toUpperCase(), phone: field(req, 'phone') }
}

/**
 * Sends the first code to the number in the fields, and keeps it in the session until it is proved: null when the page that asks
 * for the code comes next, else what the page says (A7, A8, A10).
 */
export async function beginWithNumber(parts: RouteParts, req: Request, visit: Visit): Promise<Again | null> {
  const typed = parseNumber(parts, typedNumber(req))
  if ('fault' in typed) return wrong(422, typed.fault)
  const refused = await beginLookup(parts, req, visit.session, typed.phone)
  if (refused !== null) return tooMany(refused)
  const number = await readNumber(parts, req, typedNumber(req), { accountId: visit.account.id })
  if ('fault' in number) return wrong(422, number.fault)
  const { phone, lineType } = number
  if (mustAskAnyway(lineType) && field(req, 'anyway') !== '1')
    return { status: 200, facts: { mayBeNoMobile: lineType } }

  const enrollment = { kind: 'phone' as const, factorId: randomUUID(), phone, lineType }
  const session = { ...visit.session, enrollment }
  const sent = await sendCode(parts, req, session, {
    phone,
    lineType,
    purpose: 'enrollment',
    language: visit.account.language,
  })
  if (sent.kind === 'sent') return null
  if (sent.fault !== null && sent.fault !== 'number_invalid') {
    // The number stands, so the next page offers what may still reach it. The carrier knows landlines best.
    const known = sent.fault === 'landline_refused' ? ('landline' as const) : lineType
    await saveSession(req, {
      ...session,
      enrollment: { ...enrollment, lineType: known },
      sentCode: null,
      notice: sent.message,
    })
    return null
  }
  if (sent.retryAfterSeconds === null) return wrong(502, sent.message)
  return tooMany(sent)
}

/** What the page shows of the fields. */
export function numberPage(
  { phoneNumbers }: RouteParts,
  { language }: Pick<Visit, 'language'>,
  { country, phone }: PhoneFields,
  { error, mayBeNoMobile }: NumberFacts,
): Pick<EnrollPhonePage, 'countries' | 'country' | 'phone' | 'error' | 'mayBeNoMobile'> {
  return {
    countries: phoneNumbers.countries(language),
    country,
    phone,
    error: error ?? null,
    mayBeNoMobile:
      mayBeNoMobile === undefined
        ? null
        : { lineType: mayBeNoMobile === 'landline' ? 'landline' : 'undetermined', channel: channelFor(mayBeNoMobile) },
  }
}

function tooMany({ message, retryAfterSeconds }: { message: Sentence; retryAfterSeconds: number }): Again {
  return { ...wrong(429, message), retryAfterSeconds }
}

function wrong(status: number, message: Sentence): Again {
  return { status, facts: { error: { field: 'phone', message } } }
}
