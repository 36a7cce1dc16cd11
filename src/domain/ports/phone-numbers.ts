import type { FailedAttempt } from '../delivery.ts'
import type { Language } from '../language.ts'
import type { E164, LineType } from '../phone.ts'

/** A country of the select: ISO 3166-1 alpha-2, its name, and its calling code without the plus. */
export interface PhoneCountry {
  code: string
  name: string
  callingCode: string
}

/** `example` is a number of the chosen country as people there write it; null when there is no such country. */
export type ParsedPhone = { phone: E164; country: string } | { fault: 'not_a_number'; example: string | null }

/** How numbers are written and read. Pure: no I/O. */
export interface PhoneNumbers {
  /** Named in a language, and sorted by name as it sorts. */
  countries(language: Language): readonly PhoneCountry[]
  /** Reads a number in national or international spelling; `country` answers whose number it really is. */
  parse(country: string, typed: string): ParsedPhone
  /** A number on file as the two fields of the form, so that `parse` gives it back. */
  national(phone: E164): { country: string; phone: string }
  example(country: string): string | null
}

/** What kind of line a number is, and who could not tell, where somebody was asked in vain: it is then `undetermined` (A9). */
export interface LineTypeAnswer {
  lineType: LineType
  failed: FailedAttempt | null
}

/** Tells what kind of line a number is. Answers in time and never rejects. */
export interface LineTypeLookup {
  lineType(phone: E164): Promise<LineTypeAnswer>
}
