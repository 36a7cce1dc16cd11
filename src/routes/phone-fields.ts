import type { Request } from 'express'
import type { AuditFacts } from '../audit.ts'
import { lookupFailed } from '../domain/audit.ts'
import type { E164, LineType } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { RouteParts } from './parts.ts'

const DEFAULT_COUNTRY = 'US'

/** The two fields in which a number is typed: country as ISO 3166-1 alpha-2, and the number as people there write it. */
export interface PhoneFields {
  country: string
  phone: string
}

/** What the fields start with: the number that is known, else the browser's region. */
export function phoneFields({ phoneNumbers }: RouteParts, req: Request, known: E164 | null): PhoneFields {
  if (known !== null) return phoneNumbers.national(known)
  const regions = req.acceptsLanguages().map((language) => /-([A-Z]{2})$/i.exec(language)?.[1]?.toUpperCase())
  const isCountry = (region: string | undefined) => region !== undefined && phoneNumbers.example(region) !== null
  return { country: regions.find(isCountry) ?? DEFAULT_COUNTRY, phone: '' }
}

/** The number that was typed, or what is wrong with it. */
export function parseNumber(
  { phoneNumbers }: RouteParts,
  { country, phone: typed }: PhoneFields,
): { phone: E164 } | { fault: Sentence } {
  const number = phoneNumbers.parse(country, typed)
  return 'fault' in number ? { fault: notANumber(country, number.example) } : { phone: number.phone }
}

/** Whose number is read: the account if there is one already, its company, and who does it for them. */
export type NumberOf = Pick<AuditFacts, 'accountId' | 'companyId' | 'actor'>

/**
 * The same, with what kind of line it is, if codes may go there at all. Asking that may cost money; who was asked in
 * vain stands in the audit trail.
 */
export async function readNumber(
  parts: RouteParts,
  req: Request,
  fields: PhoneFields,
  whose: NumberOf,
): Promise<{ phone: E164; lineType: Exclude<LineType, 'refused'> } | { fault: Sentence }> {
  const number = parseNumber(parts, fields)
  if ('fault' in number) return number
  const { lineType, failed } = await parts.lineTypes.lineType(number.phone)
  if (failed !== null) {
    await parts.audit.record(req.arrival, { ...lookupFailed(failed), ...whose })
  }
  return lineType === 'refused' ? { fault: { kind: 'number_refused' } } : { phone: number.phone, lineType }
}

/** What is said of what is no number in that country; `example` is one, or null where there is no such country. */
function notANumber(country: string, example: string | null): Sentence {
  return example === null ? { kind: 'country_missing' } : { kind: 'number_unreadable', country, example }
}
