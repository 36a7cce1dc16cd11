import type { Channel } from './factor.ts'
import { inWords } from './format.ts'

export interface CodeMessage {
  channel: Channel
  code: string
  portalName: string
  /** How long the code lives, in milliseconds. */
  lifeMs: number
  /** Host name of the page that asks for the code; null leaves the line for browsers out. */
  host: string | null
}

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

/** The whole text that is sent or spoken. */
export function messageText(message: CodeMessage): string {
  return message.channel === 'sms' ? textMessage(message) : spokenMessage(message)
}

function textMessage({ code, portalName, lifeMs, host }: CodeMessage): string {
  const text = `${code} is your ${portalName} code. It expires in ${inWords(lifeMs)}. Don't share it.`
  // Browsers fill a code in only on the page of the host on the last line (origin-bound one-time codes, WICG).
  return host === null ? text : `${text}\n\n@${host} #${code}`
}

function spokenMessage({ code, portalName, lifeMs }: CodeMessage): string {
  // Full stops are what every text-to-speech voice pauses at.
  const spelled = code.split('').join('. ')
  const life = inWords(lifeMs)
  return `This is ${portalName}. Your code is: ${spelled}. Again, your code is: ${spelled}. It expires in ${life}. Don't share it.`
}

/** Unicode keeps the ten decimal digits of a script together and in order; two such sets may touch (§4.6). */
function digitValue(character: string): number | null {
  if (!DECIMAL_DIGIT.test(character)) return null
  const codePoint = character.codePointAt(0)!
  let first = codePoint
  while (DECIMAL_DIGIT.test(String.fromCodePoint(first - 1))) first -= 1
  return (codePoint - first) % 10
}
