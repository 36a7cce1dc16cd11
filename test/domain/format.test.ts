import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/examples.mobile.json'
import { maskPhone } from '../../src/domain/format.ts'

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
