import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeNext } from '../../src/domain/next.ts'

const ORIGIN = 'https://portal.example'

const kept = [
  '/',
  '/protection/cases?id=7&view=full#notes',
  '/a%2Fb/%E9?q={"x":1}|y',
  '/search?q=//evil.example',
  '/_gatehouse/account',
  '/_gatehouse/admin/employees?status=locked',
  '/_gatehouse-not-ours',
]
for (const next of kept) test(`A2 · ${next} comes back to the byte`, () => assert.equal(safeNext(next, ORIGIN), next))

const refused = [
  undefined,
  '',
  '//evil.example/x',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'https://portal.example@evil.example/',
  'https://user@portal.example/',
  'https://portal.example.evil.example/',
  'https://portal.example:444/',
  'http://portal.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  '\t//evil.example',
  '/./\\evil.example',
  '/x/..//evil.example',
  '/_gatehouse/sign-out',
  '/_gatehouse/sign-in?next=/x',
  '/x/../_gatehouse/challenge',
]
for (const next of refused) {
  test(`A3 · ${JSON.stringify(next)} leads to the front page`, () => assert.equal(safeNext(next, ORIGIN), '/'))
}

const rewritten: [string, string][] = [
  ['https://portal.example/x?y#z', '/x?y#z'],
  ['x/y', '/x/y'],
  ['https:evil.example', '/evil.example'],
  ['/grün', '/gr%C3%BCn'],
  ['/a\r\nSet-Cookie: x=1', '/aSet-Cookie:%20x=1'],
]
for (const [next, expected] of rewritten) {
  test(`R37 · of ${JSON.stringify(next)} only ${expected} survives`, () =>
    assert.equal(safeNext(next, ORIGIN), expected))
}
