import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normaliseCode } from '../../src/domain/one-time-code.ts'

const ZERO = 0x30

test('a code may be typed and pasted with spaces, dashes and in the digits of any script', () => {
  for (const typed of [
    '123456',
    ' 123 456 ',
    '123-456',
    '123–456',
    '123\u00a0456',
    '１２３４５６',
    '١٢٣٤٥٦',
    '१२३४५६',
    '\u202a123456\u202c',
    '123\n456',
  ]) {
    assert.equal(normaliseCode(typed, 6), '123456', JSON.stringify(typed))
  }
})

test('whatever cannot be a code is none', () => {
  for (const typed of [
    '',
    '12345',
    '1234567',
    '12345a',
    '12345Ⅵ',
    '12345½',
    '+123456',
    '12345六',
    '123456;',
    '1'.repeat(5000),
  ]) {
    assert.equal(normaliseCode(typed, 6), null, JSON.stringify(typed.slice(0, 20)))
  }
})

test('every decimal digit that Unicode has is read as its value', () => {
  let read = 0
  let previous = -2
  let expected = 0
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    const character = String.fromCodePoint(codePoint)
    if (!/^\p{Nd}$/u.test(character)) continue
    expected = codePoint === previous + 1 ? (expected + 1) % 10 : 0
    previous = codePoint
    assert.equal(normaliseCode(character, 1), String.fromCharCode(ZERO + expected), `U+${codePoint.toString(16)}`)
    read += 1
  }
  assert.ok(read >= 700 && read % 10 === 0, `${read} digits`)
})
