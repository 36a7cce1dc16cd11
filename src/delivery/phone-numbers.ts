import examples from 'libphonenumber-js/examples.mobile.json'
// Never `/mobile`: with that metadata every number of the US and Canada counts as a mobile.
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max'
import type { Language } from '../domain/language.ts'
import type { ParsedPhone, PhoneCountry, PhoneNumbers } from '../domain/ports/phone-numbers.ts'

/** E.164 allows 15 digits; this leaves room for generous punctuation. */
const LONGEST_TYPED = 40

/** Digits with the punctuation that people put between them. No letters: neither vanity numbers nor extensions. */
const DIGITS_AND_PUNCTUATION = /^\s*\+?[\p{Nd}\s\p{Pd}().\u2212/]+$/u

/** Pasting from an address book brings invisible marks along. */
const INVISIBLE = /\p{Cf}/gu

/** Phone numbers by libphonenumber's full metadata. */
export function openPhoneNumbers(): PhoneNumbers {
  const lists = new Map<Language, readonly PhoneCountry[]>()
  function countries(language: Language): readonly PhoneCountry[] {
    const list = lists.get(language) ?? listCountries(language)
    lists.set(language, list)
    return list
  }
  return { countries, parse, national, example }
}

function parse(country: string, typed: string): ParsedPhone {
  const number = read(country, typed)
  if (number === null) return { fault: 'not_a_number', example: example(country) }
  // Numbers of no country (+800, +870, …) keep the country that was chosen.
  return { phone: number.number, country: number.country ?? country }
}

function national(phone: string): { country: string; phone: string } {
  const number = parsePhoneNumberFromString(phone)
  if (number?.country === undefined) return { country: '', phone }
  return { country: number.country, phone: writtenNationally(number) }
}

function example(country: string): string | null {
  const number = isSupportedCountry(country) ? getExampleNumber(country, examples) : undefined
  return number === undefined ? null : writtenNationally(number)
}

function read(country: string, typed: string): PhoneNumber | null {
  const text = typed.normalize('NFKC').replace(INVISIBLE, '').trim()
  if (text.length > LONGEST_TYPED || !DIGITS_AND_PUNCTUATION.test(text)) return null
  // `00` is how most of the world dials abroad, but libphonenumber reads it only where the chosen country does.
  return readAsWritten(country, text) ?? (text.startsWith('00') ? readAsWritten(country, `+${text.slice(2)}`) : null)
}

function readAsWritten(country: string, text: string): PhoneNumber | null {
  const options = isSupportedCountry(country) ? { defaultCountry: country, extract: false } : { extract: false }
  const number = parsePhoneNumberFromString(text, options)
  return number?.isValid() === true && number.ext === undefined ? number : null
}

/** North America writes 506-234-5678; the library would put the area code in parentheses. */
function writtenNationally(number: PhoneNumber): string {
  return number.countryCallingCode === '1'
    ? number.nationalNumber.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3')
    : number.formatNational()
}

function listCountries(language: Language): PhoneCountry[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const { compare } = new Intl.Collator(language)
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code, callingCode: getCountryCallingCode(code) }))
    .toSorted((one, other) => compare(one.name, other.name))
}
