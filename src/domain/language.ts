/** What pages and messages are written in (BCP 47), English first: the one that every other is held against. */
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const

export type Language = (typeof LANGUAGES)[number]

/** What each calls itself. */
export const OWN_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
}

/** The language of that tag, in small letters or capitals (RFC 5646 §2.1.1), or null: `de-AT` is nobody's. */
export function readLanguage(tag: string): Language | null {
  const lowerCase = tag.toLowerCase()
  return LANGUAGES.find((language) => language === lowerCase) ?? null
}
