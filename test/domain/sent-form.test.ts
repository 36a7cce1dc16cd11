import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSentForm, type SentFacts, whyNotKept, type WhyNotKept } from '../../src/domain/sent-form.ts'

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=----Boundary7'
const KEPT: SentFacts = {
  fromOwnPage: true,
  personKnown: true,
  leadsOn: true,
  contentType: URLENCODED,
  bytes: 64 * 1024,
}

const FACTS: [what: string, changes: Partial<SentFacts>, why: WhyNotKept | null][] = [
  ['a form of an own page', {}, null],
  ['one with parts', { contentType: MULTIPART }, null],
  ['one whose charset is said', { contentType: `${URLENCODED}; charset=UTF-8` }, null],
  ['one whose length is not announced', { bytes: null }, null],
  ['a form of another site, whatever else it is', { fromOwnPage: false, personKnown: false }, 'elsewhere'],
  ['one of a browser in which nobody is known', { personKnown: false, leadsOn: false }, 'nobody'],
  ['one that leads to no app', { leadsOn: false }, 'other_kind'],
  ['plain text', { contentType: 'text/plain' }, 'other_kind'],
  ['JSON', { contentType: 'application/json' }, 'other_kind'],
  ['nothing that is named', { contentType: undefined }, 'other_kind'],
  ['parts without a boundary', { contentType: 'multipart/form-data' }, 'other_kind'],
  ['another charset', { contentType: `${URLENCODED}; charset=utf-16` }, 'other_kind'],
  ['a byte more than 64 KiB', { bytes: 64 * 1024 + 1 }, 'too_large'],
]

for (const [what, changes, why] of FACTS) {
  test(`R35 · ${why === null ? 'may be kept' : `is not kept (${why})`}: ${what}`, () => {
    assert.equal(whyNotKept({ ...KEPT, ...changes }), why)
  })
}

const PAIRS: [what: string, body: string, charset: string, fields: [string, string][]][] = [
  [
    'order and repeated names',
    'b=1&a=2&b=3',
    'utf-8',
    [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
    ],
  ],
  ['spaces, plus signs and line breaks', 'a+b=%2B+1%0D%0A2', 'utf-8', [['a b', '+ 1\r\n2']]],
  [
    'empty values, and names without any',
    'a=&b',
    'utf-8',
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  ['equals signs in values', 'a=b=c', 'utf-8', [['a', 'b=c']]],
  ['UTF-8, with what looks like a mark of its order', 'n=%EF%BB%BF%C3%A9', 'utf-8', [['n', '\ufeffé']]],
  [
    'bytes of another charset',
    'n=%E9&m=%81%8D',
    'windows-1252',
    [
      ['n', 'é'],
      ['m', '\x81\x8d'],
    ],
  ],
  ['names of the prototype', '__proto__=1', 'utf-8', [['__proto__', '1']]],
  ['nothing at all', '', 'utf-8', []],
]

for (const [what, body, charset, fields] of PAIRS) {
  test(`A2 · pairs are read as a page can send them again: ${what}`, () => {
    assert.deepEqual(readSentForm(URLENCODED, bytes(body)), {
      enctype: URLENCODED,
      charset,
      fields: fields.map(([name, value]) => ({ name, value })),
    })
  })
}

test('A2 · every byte comes out of windows-1252 as it went in, but for those that no page can hold', () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => ![0, 10, 13].includes(byte))
  const form = readSentForm(URLENCODED, bytes(`n=${all.map((byte) => `%${hex(byte)}`).join('')}`))
  assert.ok(typeof form === 'object' && form.charset === 'windows-1252')
  const value = form.fields[0]?.value ?? ''
  assert.equal(new Set(value).size, all.length)
})

test('A2 · parts are read as browsers write them, with a file field in which nothing was chosen', () => {
  const form = readSentForm(MULTIPART, parts(['a"', 'x\r\ny'], ['a', ''], ['f', '', ''], ['%22', 'é']))
  assert.deepEqual(form, {
    enctype: 'multipart/form-data',
    charset: 'utf-8',
    fields: [
      { name: 'a%22', value: 'x\r\ny' },
      { name: 'a', value: '' },
      { name: 'f', value: null },
      { name: '%22', value: 'é' },
    ],
  })
  assert.deepEqual(readSentForm(MULTIPART, bytes('------Boundary7--\r\n')), {
    enctype: 'multipart/form-data',
    charset: 'utf-8',
    fields: [],
  })
  const odd = readSentForm(MULTIPART, latin(['n', 'é']))
  assert.ok(typeof odd === 'object')
  assert.deepEqual([odd.charset, odd.fields], ['windows-1252', [{ name: 'n', value: 'é' }]])
})

const NOT_READ: [what: string, contentType: string, body: Uint8Array, why: WhyNotKept][] = [
  ['a file', MULTIPART, parts(['a', '1'], ['f', 'text', 'a.txt']), 'has_files'],
  ['an empty file with a name', MULTIPART, parts(['f', '', 'a.txt']), 'has_files'],
  ['a file without a name', MULTIPART, parts(['f', 'text', '']), 'has_files'],
  ['another boundary', 'multipart/form-data; boundary=x', parts(['a', '1']), 'other_kind'],
  ['a part of another making', MULTIPART, bytes('------Boundary7\r\nX: y\r\n\r\n1\r\n------Boundary7--'), 'other_kind'],
  ['words before the first part', MULTIPART, bytes('hello\r\n------Boundary7--\r\n'), 'other_kind'],
  ['no end', MULTIPART, parts(['a', '1']).subarray(0, -4), 'other_kind'],
  ['a field without a name', URLENCODED, bytes('=1'), 'other_kind'],
  ['a lone line feed', URLENCODED, bytes('a=1%0A2'), 'other_kind'],
  ['a lone carriage return', MULTIPART, parts(['a', '1\r2']), 'other_kind'],
  ['a line break that name and value share', URLENCODED, bytes('a%0D=%0A'), 'other_kind'],
  ['a NUL', URLENCODED, bytes('a=%00'), 'other_kind'],
  ['a broken escape', URLENCODED, bytes('a=%4'), 'other_kind'],
  ['raw bytes among pairs', URLENCODED, bytes('a=é'), 'other_kind'],
  ['2001 pairs', URLENCODED, bytes('a=&'.repeat(2001)), 'too_large'],
  ['2001 parts', MULTIPART, parts(...Array.from({ length: 2001 }, (): Part => ['a', ''])), 'too_large'],
]

for (const [what, contentType, body, why] of NOT_READ) {
  test(`A2 · what a page could not send again in the same way is not kept: ${what}`, () => {
    assert.equal(readSentForm(contentType, body), why)
  })
}

type Part = [name: string, value: string, file?: string]

function parts(...given: Part[]): Buffer {
  return Buffer.from(partsText(given))
}

function latin(...given: Part[]): Buffer {
  return Buffer.from(partsText(given), 'latin1')
}

function partsText(given: Part[]): string {
  const written = given.map(([name, value, file]) => {
    const of = file === undefined ? '' : `; filename="${file}"\r\nContent-Type: application/octet-stream`
    const escaped = name.replaceAll('"', '%22')
    return `------Boundary7\r\nContent-Disposition: form-data; name="${escaped}"${of}\r\n\r\n${value}\r\n`
  })
  return `${written.join('')}------Boundary7--\r\n`
}

function bytes(text: string): Buffer {
  return Buffer.from(text)
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
