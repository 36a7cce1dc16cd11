import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, fillTexts, placeholdersIn, textsIn } from '../../src/domain/template.ts'

test('names in braces are found in order, and nothing else is', () => {
  assert.deepEqual(placeholdersIn('/{to}/{code}?a={to}&b={}&c={ to }&d={To}&e={{text}}'), ['to', 'code', 'to', 'text'])
})

test('values are put in once: what they hold is never taken for a name', () => {
  const values = { to: '{code}', code: '$& $1 {to}' }
  assert.equal(fill('{to}-{code}', values), '{code}-$& $1 {to}')
  assert.equal(fill('{to}', values, encodeURIComponent), '%7Bcode%7D')
})

test('a name without a value is an error, names that every object has included', () => {
  for (const template of ['{from}', '{constructor}', '{valueof}'])
    assert.throws(() => fill(template, {}), /nothing to put/)
})

test('texts are found and filled at any depth of a structure; keys, numbers and the rest stay', () => {
  const structure = { a: ['{x}', 1, null, { '{x}': '{x}!' }], b: true }
  assert.deepEqual(textsIn(structure), ['{x}', '{x}!'])
  assert.deepEqual(fillTexts(structure, { x: '"' }), { a: ['"', 1, null, { '{x}': '"!' }], b: true })
})
