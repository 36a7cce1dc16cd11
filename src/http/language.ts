import type { IncomingMessage } from 'node:http'
import Negotiator from 'negotiator'
import type { Settings } from '../config/settings.ts'
import { type Language, LANGUAGES } from '../domain/language.ts'

/** The language of an answer: the one that the browser likes best (RFC 9110 §12.5.4), or the configured one. */
export function languageOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { defaultLanguage }: Pick<Settings, 'defaultLanguage'>,
): Language {
  const others = LANGUAGES.filter((language) => language !== defaultLanguage)
  // The first is taken where the browser has no preference, and where it says that anything will do.
  const preferred = new Negotiator({ headers }).language([defaultLanguage, ...others])
  return others.find((language) => language === preferred) ?? defaultLanguage
}

/** The same where the browser names one; null where any will do, or it names none that there is. */
export function languageAsked(req: Pick<IncomingMessage, 'headers'>): Language | null {
  const [first, second] = LANGUAGES
  const preferred = languageOf(req, { defaultLanguage: first })
  // What does not hang on the configured language was asked for.
  return preferred === languageOf(req, { defaultLanguage: second }) ? preferred : null
}
