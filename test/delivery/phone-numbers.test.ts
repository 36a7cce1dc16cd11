import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPhoneNumbers } from '../../src/delivery/phone-numbers.ts'

const numbers = openPhoneNumbers()

test('A7 · national and international spellings are stored in E.164', () => {
  const spellings: [string, string, string, string][] = [
    ['CA', '506-234-5678', '+15062345678', 'CA'],
    ['CA', '(506) 234 5678', '+15062345678', 'CA'],
    ['CA', '1 506 234 5678', '+15062345678', 'CA'],
    ['CA', '+1 506 234 5678', '+15062345678', 'CA'],
    ['CA', '00 1 506 234 5678', '+15062345678', 'CA'],
    ['CA', '506.234.5678', '+15062345678', 'CA'],
    ['GB', '020 7946 0958', '+442079460958', 'GB'],
    ['GB', '+44 (0)20 7946 0958', '+442079460958', 'GB'],
    ['GB', '０７４００ １２３４５６', '+447400123456', 'GB'],
    ['GB', '＋４４ ７４００ １２３４５６', '+447400123456', 'GB'],
    ['DE', '0171/1234567', '+491711234567', 'DE'],
    ['DE', '0171\u20131234567', '+491711234567', 'DE'],
    ['DE', '\u202a0171 1234567\u202c', '+491711234567', 'DE'],
  ]
  for (const [chosen, typed, phone, country] of spellings) {
    assert.deepEqual(numbers.parse(chosen, typed), { phone, country }, typed)
  }
})

test('A7 · a number of another country than the chosen one is what it is', () => {
  for (const typed of ['+44 20 7946 0958', '0044 20 7946 0958', '011 44 20 7946 0958']) {
    assert.deepEqual(numbers.parse('CA', typed), { phone: '+442079460958', country: 'GB' }, typed)
  }
  assert.deepEqual(numbers.parse('US', '416 234 5678'), { phone: '+14162345678', country: 'CA' })
})

test('A7 · what is no number is refused, with an example of the chosen country', () => {
  const typed = [
    '',
    ' ',
    '123',
    '506-234-56789',
    '506-123-4567',
    '999',
    '++15062345678',
    '+',
    '506-234-5678,12',
    '#31#',
    '5'.repeat(5000),
  ]
  for (const text of typed) {
    assert.deepEqual(numbers.parse('CA', text), { fault: 'not_a_number', example: '506-234-5678' }, text.slice(0, 20))
  }
  assert.deepEqual(numbers.parse('GB', '123'), { fault: 'not_a_number', example: '07400 123456' })
})

test('A7 · extensions, words and vanity numbers are refused', () => {
  for (const typed of [
    '506-234-5678 ext. 12',
    '506-234-5678x12',
    '506-234-5678;ext=4',
    'call 506-234-5678',
    '1-800-FLOWERS',
    '506-234-5678 #9',
  ]) {
    assert.deepEqual(numbers.parse('CA', typed), { fault: 'not_a_number', example: '506-234-5678' }, typed)
  }
})

test('A7 · a country that does not exist is no crash: an international spelling still says it all', () => {
  assert.deepEqual(numbers.parse('XX', '020 7946 0958'), { fault: 'not_a_number', example: null })
  assert.deepEqual(numbers.parse('__proto__', '020 7946 0958'), { fault: 'not_a_number', example: null })
  assert.deepEqual(numbers.parse('', '+44 20 7946 0958'), { phone: '+442079460958', country: 'GB' })
})

test('A7 · the select has every country by name, 25 of them with +1', () => {
  const countries = numbers.countries('en')
  const names = countries.map(({ name }) => name)
  assert.deepEqual(
    names,
    names.toSorted((one, other) => one.localeCompare(other, 'en')),
  )
  assert.equal(new Set(countries.map(({ code }) => code)).size, countries.length)
  assert.ok(countries.length > 240)
  assert.equal(countries.filter(({ callingCode }) => callingCode === '1').length, 25)
  assert.deepEqual(
    countries.find(({ code }) => code === 'GB'),
    { code: 'GB', name: 'United Kingdom', callingCode: '44' },
  )
})

test('A7 · countries are named and sorted as the language has it', () => {
  const german = numbers.countries('de').map(({ name }) => name)
  assert.ok(german.indexOf('Ägypten') < german.indexOf('Belgien'))
  assert.equal(german.length, numbers.countries('en').length)
  assert.equal(numbers.countries('es').find(({ code }) => code === 'US')?.name, 'Estados Unidos')
})

test('A7 · the example of every country is accepted there, and a number on file fills the form so that it is read back', () => {
  for (const { code } of numbers.countries('en')) {
    const example = numbers.example(code)
    assert.ok(example, code)
    const parsed = numbers.parse(code, example)
    assert.ok('phone' in parsed, `${code} ${example}`)
    const form = numbers.national(parsed.phone)
    assert.deepEqual(numbers.parse(form.country, form.phone), parsed, code)
  }
  assert.deepEqual(numbers.national('+15062345678'), { country: 'CA', phone: '506-234-5678' })
})
