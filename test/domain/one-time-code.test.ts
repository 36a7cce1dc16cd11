import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageText, normaliseCode } from '../../src/domain/one-time-code.ts'

const TEN_MINUTES = 600_000
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

test('a text begins with the code and ends with the line that browsers fill in by', () => {
  const facts = { channel: 'sms', code: '012345', portalName: 'Northwind Partner Portal', lifeMs: TEN_MINUTES } as const
  assert.equal(
    messageText({ ...facts, host: null }),
    "012345 is your Northwind Partner Portal code. It expires in 10 minutes. Don't share it.",
  )
  assert.equal(
    messageText({ ...facts, host: 'portal.northwind.example' })
      .split('\n')
      .at(-1),
    '@portal.northwind.example #012345',
  )
})

test('a call spells the code with pauses, twice, and reads no address', () => {
  const text = messageText({
    channel: 'call',
    code: '012345',
    portalName: 'Portal',
    lifeMs: TEN_MINUTES,
    host: 'portal.example',
  })
  assert.equal(text.split('0. 1. 2. 3. 4. 5.').length - 1, 2)
  assert.ok(!text.includes('@'))
  assert.match(text, /expires in 10 minutes/)
})
