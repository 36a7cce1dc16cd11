import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../src/domain/language.ts'
import { messagesIn } from '../../src/languages/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** French sets no-break spaces, of one width or another: which is for the data of Intl to say. */
const plain = (said: string) => said.replace(/[\u00a0\u202f]/g, ' ')
const AT = Date.UTC(2026, 0, 5, 9, 4)

test('a duration is said exactly, in the language’s own words', () => {
  const said = (ms: number) => LANGUAGES.map((language) => messagesIn(language).manner.duration(ms)).map(plain)
  assert.deepEqual(said(48 * HOUR), ['48 hours', '48 Stunden', '48 heures', '48 horas'])
  assert.deepEqual(said(10 * MINUTE), ['10 minutes', '10 Minuten', '10 minutes', '10 minutos'])
  assert.deepEqual(said(MINUTE), ['1 minute', '1 Minute', '1 minute', '1 minuto'])
  assert.deepEqual(said(3 * WEEK), ['three weeks', 'drei Wochen', 'trois semaines', 'tres semanas'])
  assert.deepEqual(said(12 * WEEK), ['12 weeks', '12 Wochen', '12 semaines', '12 semanas'])
})

test('after how long, and how often', () => {
  const after = LANGUAGES.map((language) => messagesIn(language).manner.after(5 * DAY)).map(plain)
  assert.deepEqual(after, ['in 5 days', 'in 5 Tagen', 'dans 5 jours', 'dentro de 5 días'])
  const wait = LANGUAGES.map((language) => messagesIn(language).manner.afterWait(90_001)).map(plain)
  assert.deepEqual(wait, ['in 2 minutes', 'in 2 Minuten', 'dans 2 minutes', 'dentro de 2 minutos'])
  const every = (ms: number) => LANGUAGES.map((language) => messagesIn(language).manner.every(ms)).map(plain)
  assert.deepEqual(every(3 * WEEK), [
    'every three weeks',
    'alle drei Wochen',
    'toutes les trois semaines',
    'cada tres semanas',
  ])
  assert.deepEqual(every(10 * DAY), ['every 10 days', 'alle 10 Tage', 'tous les 10 jours', 'cada 10 días'])
  assert.deepEqual(every(WEEK), ['every week', 'jede Woche', 'toutes les semaines', 'cada semana'])
})

test('days and moments are written as they are there, and are the same wherever the process runs', () => {
  const dates = LANGUAGES.map((language) => messagesIn(language).manner.date(AT))
  assert.deepEqual(dates, ['5 January 2026', '5. Januar 2026', '5 janvier 2026', '5 de enero de 2026'])
  for (const language of LANGUAGES) assert.match(messagesIn(language).manner.time(AT), /2026, 09:04 UTC$/)
})

test('lists, choices and countries', () => {
  const list = LANGUAGES.map((language) => messagesIn(language).manner.list(['Depot', 'Head office']))
  assert.deepEqual(list, [
    'Depot and Head office',
    'Depot und Head office',
    'Depot et Head office',
    'Depot y Head office',
  ])
  const either = LANGUAGES.map((language) => messagesIn(language).manner.either(['A', 'B', 'C']))
  assert.deepEqual(either, ['A, B or C', 'A, B oder C', 'A, B ou C', 'A, B o C'])
  const country = LANGUAGES.map((language) => messagesIn(language).manner.country('DE'))
  assert.deepEqual(country, ['Germany', 'Deutschland', 'Allemagne', 'Alemania'])
  for (const language of LANGUAGES) assert.equal(messagesIn(language).manner.country('nowhere'), 'nowhere')
})

test('one and many, by the rules of each language: French counts none as one', () => {
  const forms = { one: 'one', other: 'many' }
  const counted = (count: number) => LANGUAGES.map((language) => messagesIn(language).manner.plural(count, forms))
  assert.deepEqual(counted(0), ['many', 'many', 'one', 'many'])
  assert.deepEqual(counted(1), ['one', 'one', 'one', 'one'])
  assert.deepEqual(counted(2), ['many', 'many', 'many', 'many'])
})
