/** Far more than a person types with spaces; what is longer is no code and not worth looking at. */
const LONGEST_TYPED = 64

const SEPARATORS = /[\s\p{Pd}\p{Cf}.]/gu
const DECIMAL_DIGIT = /^\p{Nd}$/u

/**
 * The code in what was typed or pasted, or null when it cannot be one: spaces, dashes and invisible characters
 * are dropped, and decimal digits of any script (full-width, Arabic-Indic, …) become ASCII.
 */
export function normaliseCode(typed: string, digits: number): string | null {
  if (typed.length > LONGEST_TYPED) return null
  const characters = Array.from(typed.normalize('NFKC').replace(SEPARATORS, ''))
  if (characters.length !== digits) return null
  const values = characters.map(digitValue)
  return values.includes(null) ? null : values.join('')
}

/** Unicode keeps the ten decimal digits of a script together and in order; two such sets may touch (§4.6). */
function digitValue(character: string): number | null {
  if (!DECIMAL_DIGIT.test(character)) return null
  const codePoint = character.codePointAt(0)!
  let first = codePoint
  while (DECIMAL_DIGIT.test(String.fromCodePoint(first - 1))) first -= 1
  return (codePoint - first) % 10
}
