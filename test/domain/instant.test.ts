import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInstant } from '../../src/domain/instant.ts'

test('a day, or a time with its zone, is an instant', () => {
  const read: [typed: string, iso: string][] = [
    ['2027-01-15', '2027-01-15T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-01-15T08:00:00Z', '2027-01-15T08:00:00.000Z'],
    ['2027-01-15T08:00:00.25Z', '2027-01-15T08:00:00.250Z'],
    ['2027-01-15T00:30:00+01:00', '2027-01-14T23:30:00.000Z'],
  ]
  for (const [typed, iso] of read) assert.equal(readInstant(typed), Date.parse(iso), typed)
})

test('anything else is none: no such day, no zone, other spellings', () => {
  const refused = [
    '',
    'now',
    '2027-02-30',
    '2027-02-29',
    '2027-13-01',
    '2027-1-5',
    '15/01/2027',
    '2027-01-15 08:00:00Z',
  ]
  refused.push(
    '2027-01-15T08:00:00',
    '2027-01-15T08:00Z',
    '2027-01-15T24:00:00Z',
    '2027-01-15T08:00:00z',
    '1768467600000',
  )
  for (const typed of refused) assert.equal(readInstant(typed), null, typed)
})
