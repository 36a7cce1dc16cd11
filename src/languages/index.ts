import type { Language } from '../domain/language.ts'
import type { Sentence } from '../domain/sentence.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { fr } from './fr/index.ts'
import { type Messages, say } from './messages.ts'

const MESSAGES: Record<Language, Messages> = { en, de, fr, es }

/** The catalogue of a language. */
export function messagesIn(language: Language): Messages {
  return MESSAGES[language]
}

/** A sentence for operators, who read English. */
export function inEnglish(sentence: Sentence): string {
  return say(sentence, en)
}
