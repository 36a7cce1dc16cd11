// Never `/mobile`: with that metadata every number of the US and Canada counts as a mobile.
import { parsePhoneNumberFromString, type PhoneNumber, type PhoneNumberType } from 'libphonenumber-js/max'
import type { E164, LineType } from '../domain/phone.ts'

/** North American plans mix landlines and mobiles, and a VoIP number may ring anywhere: neither can be told. */
const LINE_TYPES: Record<PhoneNumberType, LineType> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'undetermined',
  VOIP: 'undetermined',
  PREMIUM_RATE: 'refused',
  TOLL_FREE: 'refused',
  SHARED_COST: 'refused',
  PAGER: 'refused',
  UAN: 'refused',
  VOICEMAIL: 'refused',
  PERSONAL_NUMBER: 'refused',
}

/** Whoever is asked what a number is, by the name that stands in the audit trail. May be slow, and may reject. */
export interface LineTypeSource {
  readonly name: string
  lineType(phone: E164): Promise<LineType>
}

/** Tells line types from the numbering plans that libphonenumber carries: no network, no delay. */
export function openLineTypes(): LineTypeSource {
  return { name: 'numbering_plan', lineType: (phone) => Promise.resolve(lineTypeByPlan(phone)) }
}

/** By the area code, where "+1" would name 25 countries (A9). */
export function isCanadian(phone: E164): boolean {
  return parsePhoneNumberFromString(phone)?.country === 'CA'
}

function lineTypeByPlan(phone: E164): LineType {
  const number = parsePhoneNumberFromString(phone)
  if (number === undefined) return 'undetermined'
  const lineType = byPlan(number)
  return isCanadian(phone) && lineType !== 'refused' ? 'undetermined' : lineType
}

function byPlan(number: PhoneNumber): LineType {
  // Satellite and other international services answer to no country and cost whatever they like (R6).
  if (number.isNonGeographic()) return 'refused'
  const type = number.getType()
  return type === undefined ? 'undetermined' : LINE_TYPES[type]
}
