import type { Request } from 'express'
import type { E164 } from '../domain/phone.ts'
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
  const codes = new Set(phoneNumbers.countries().map(({ code }) => code))
  return { country: regions.find((region) => region !== undefined && codes.has(region)) ?? DEFAULT_COUNTRY, phone: '' }
}

/** What is said of what is no number in that country; `example` is one. */
export function notANumber({ phoneNumbers }: RouteParts, country: string, example: string | null): Sentence {
  const known = phoneNumbers.countries().some(({ code }) => code === country)
  return known && example !== null ? { kind: 'number_unreadable', country, example } : { kind: 'country_missing' }
}
