import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/examples.mobile.json'
import { inWords, maskPhone, waitInWords } from '../../src/domain/format.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

test('durations are said as an operator would say them', () => {
  const said: [number, string][] = [
    [30 * SECOND, '30 seconds'],
    [MINUTE, '1 minute'],
    [90 * SECOND, '90 seconds'],
    [10 * MINUTE, '10 minutes'],
    [90 * MINUTE, '90 minutes'],
    [HOUR, '1 hour'],
    [48 * HOUR, '48 hours'],
    [3 * DAY, '3 days'],
    [7 * DAY, 'one week'],
    [21 * DAY, 'three weeks'],
    [84 * DAY, '12 weeks'],
  ]
  for (const [ms, words] of said) assert.equal(inWords(ms), words)
})

test('a wait is rounded up, never down', () => {
  const said: [number, string][] = [
    [-5, '1 second'],
    [1, '1 second'],
    [29_001, '30 seconds'],
    [MINUTE, '60 seconds'],
    [MINUTE + 1, '2 minutes'],
    [HOUR, '60 minutes'],
    [90 * MINUTE + 1, '2 hours'],
    [20 * HOUR + 1, '21 hours'],
  ]
  for (const [ms, words] of said) assert.equal(waitInWords(ms), words)
})

test('a masked number keeps its calling code and at most three digits', () => {
  assert.equal(maskPhone('+442079460456'), '+44 •••• ••• 456')
  assert.equal(maskPhone('+15062345678'), '+1 •••• ••• 678')
  assert.equal(maskPhone('+77011234567'), '+7 •••• ••• 567')
  assert.equal(maskPhone('+35312345678'), '+353 •••• ••• 678')
})

test('short numbers keep four digits hidden', () => {
  assert.equal(maskPhone('+2908999'), '+290 •••• •••')
  assert.equal(maskPhone('+29089999'), '+290 •••• ••• 9')
})

test('the calling code is told right in every country', () => {
  for (const country of getCountries()) {
    const example = getExampleNumber(country, examples)
    assert.ok(example, country)
    assert.equal(maskPhone(example.number).split(' ')[0], `+${getCountryCallingCode(country)}`, country)
  }
})
