import type { Language } from '../domain/language.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { fr } from './fr/index.ts'
import type { Messages } from './messages.ts'

const MESSAGES: Record<Language, Messages> = { en, de, fr, es }

/** The catalogue of a language. */
export function messagesIn(language: Language): Messages {
  return MESSAGES[language]
}
