import type { EpochMs } from '../domain/account.ts'
import { type Duration, exactDuration, type TimeUnit, waitDuration } from '../domain/duration.ts'

/** What Intl does not know of a language. */
export interface Idiom {
  /** BCP 47, with the region whose manner dates are written in where that matters. */
  locale: string
  /** One to ten, as they stand before "weeks". */
  numbers: readonly string[]
  /** "every week", and what stands before "three weeks". */
  every: Record<TimeUnit, readonly [one: string, before: string]>
}

/** How a language says numbers, times and lists. */
export interface Manner {
  /** The form that goes with a number (CLDR's plural rules; `other` is for all the rest). */
  plural: (count: number, forms: { one: string; other: string }) => string
  /** `48 hours`, `three weeks`. */
  duration: (ms: number) => string
  /** `in 48 hours`. */
  after: (ms: number) => string
  /** `in 2 minutes`, rounded up so that a try after it is never too early. */
  afterWait: (ms: number) => string
  /** `every three weeks`. */
  every: (ms: number) => string
  /** A day, the same wherever the process runs: `15 January 2026` in UTC. */
  date: (at: EpochMs) => string
  /** To the minute: `15 January 2026, 09:00 UTC`. */
  time: (at: EpochMs) => string
  /** `A, B and C`. */
  list: (items: readonly string[]) => string
  /** `A, B or C`. */
  either: (items: readonly string[]) => string
  /** Of a country, by ISO 3166-1 alpha-2; the code itself where there is none. */
  country: (code: string) => string
  /** The order in which names are listed. */
  compare: (one: string, other: string) => number
}

export function mannerOf({ locale, numbers, every }: Idiom): Manner {
  const plurals = new Intl.PluralRules(locale)
  const relative = new Intl.RelativeTimeFormat(locale)
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'UTC' })
  const all = new Intl.ListFormat(locale, { type: 'conjunction' })
  const oneOf = new Intl.ListFormat(locale, { type: 'disjunction' })
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  const order = new Intl.Collator(locale)

  /** Weeks are counted in words: "three weeks" reads as a rule where "3 weeks" reads as a measurement. */
  function said({ count, unit }: Duration): string {
    const word = unit === 'week' ? numbers[count - 1] : undefined
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
      .formatToParts(count)
      .map(({ type, value }) => (type === 'integer' && word !== undefined ? word : value))
      .join('')
  }

  return {
    plural: (count, forms) => (plurals.select(count) === 'one' ? forms.one : forms.other),
    duration: (ms) => said(exactDuration(ms)),
    after(ms) {
      const { count, unit } = exactDuration(ms)
      return relative.format(count, unit)
    },
    afterWait(ms) {
      const { count, unit } = waitDuration(ms)
      return relative.format(count, unit)
    },
    every(ms) {
      const { count, unit } = exactDuration(ms)
      const [one, before] = every[unit]
      return count === 1 ? one : `${before} ${said({ count, unit })}`
    },
    date: (at) => dates.format(at),
    time: (at) => `${dates.format(at)}, ${clock.format(at)} UTC`,
    list: (items) => all.format(items),
    either: (items) => oneOf.format(items),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    compare: (one, other) => order.compare(one, other),
  }
}

/** The same text with a capital at its beginning. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Without the no-break spaces of pages: one of them makes a text twice as long in the alphabet of SMS. */
export function withPlainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ')
}
