import type { Language } from '../domain/language.ts'

/** A language as the operator has configured it for a region, as `fr-CA`; without one, as it is. */
export function regional(language: Language, configured: string | null): string {
  return configured?.split('-', 1)[0]?.toLowerCase() === language ? configured : language
}
