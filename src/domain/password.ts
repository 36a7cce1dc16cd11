import { COMMON_PASSWORDS } from './common-passwords.ts'
import type { Sentence } from './sentence.ts'

const SHORTEST_ALONE = 15
const SHORTEST_WITH_FACTOR = 8
const LONGEST_BYTES = 1024

const SEPARATORS = /[\s\p{Pd}\p{Pc}.]/gu
const SHORT_PIECE_REPEATED = /^(.{1,4}?)\1+$/su

export interface PasswordFacts {
  /** True when no second factor is asked for beside it. */
  standsAlone: boolean
  /** Words that are the first guess of anybody who knows whose password it is. */
  username?: string
  portalName?: string
}

/**
 * What is wrong with a new password, and what to do, or null (R8, NIST SP 800-63B-4 §3.1.1.2).
 * Spaces and Unicode count like anything else, and nothing is asked of the composition.
 */
export function passwordFault(typed: string, { standsAlone, username, portalName }: PasswordFacts): Sentence | null {
  const password = normalisePassword(typed)
  const shortest = shortestPassword({ standsAlone })
  if (Array.from(password).length < shortest) return { kind: 'password_too_short', least: shortest }
  if (isTooLong(password)) return { kind: 'password_too_long' }

  const guess = asGuessed(password)
  if (COMMON_PASSWORDS.has(guess) || SHORT_PIECE_REPEATED.test(guess) || isRun(guess)) {
    return { kind: 'password_common' }
  }
  if (ownWords(username, portalName).includes(guess)) {
    return { kind: 'password_own_words' }
  }
  return null
}

/** In characters, as a person counts them. */
export function shortestPassword({ standsAlone }: Pick<PasswordFacts, 'standsAlone'>): number {
  return standsAlone ? SHORTEST_ALONE : SHORTEST_WITH_FACTOR
}

/** Longer than any password may be: to be told before anything that takes time is done with it. */
export function isTooLong(password: string): boolean {
  return password.length > LONGEST_BYTES || new TextEncoder().encode(password).length > LONGEST_BYTES
}

/** The one spelling of a password that is hashed: NFKC, so that every keyboard and system gives the same bytes. */
export function normalisePassword(typed: string): string {
  return typed.normalize('NFKC')
}

/** Capitals, spaces, dashes, dots and underscores make no guess harder. */
function asGuessed(text: string): string {
  return text.toLowerCase().replace(SEPARATORS, '')
}

function ownWords(username = '', portalName = ''): string[] {
  return [username, username.split('@')[0] ?? '', portalName]
    .map((word) => asGuessed(normalisePassword(word)))
    .filter((word) => word !== '')
}

/** `abcdefgh`, `87654321`: each character follows the one before it. */
function isRun(guess: string): boolean {
  const codePoints = Array.from(guess, (character) => character.codePointAt(0) ?? 0)
  const steps = new Set(codePoints.slice(1).map((codePoint, index) => codePoint - (codePoints[index] ?? 0)))
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}
