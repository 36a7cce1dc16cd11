import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Names, namesOf } from '../../src/domain/inner-name.ts'
import { outerField } from '../../src/domain/outer-field.ts'

const OUTER = 'https://portal.example'

function names(outer: string, inner: string, origin = 'http://cases.intern.example'): Names {
  const found = namesOf({ path: outer, upstream: 'http://10.0.0.6:8080', inner: { origin, path: inner } }, OUTER)
  assert.ok(found !== null)
  return found
}

const REMOVED = names('/protection/', '/')
const EXCHANGED = names('/protection/', '/inner/')

suite('Fields that bear an address', () => {
  const rows: [name: string, said: string, told: string][] = [
    ['location', '/login', '/protection/login'],
    ['content-location', 'http://10.0.0.6:8080/a', `${OUTER}/protection/a`],
    ['refresh', '5', '5'],
    ['refresh', '5;url=/next', '5;url=/protection/next'],
    ['refresh', '0; URL = http://cases.intern.example/a;b', `0; URL = ${OUTER}/protection/a;b`],
    ['refresh', `3, url='/a' and more`, `3, url='/protection/a' and more`],
    ['refresh', '3 url="/a"', '3 url="/protection/a"'],
    ['refresh', '1.5;/a', '1.5;/protection/a'],
    ['refresh', '0;url=https://sso.example/', '0;url=https://sso.example/'],
    ['refresh', '0;url=""', '0;url=""'],
    ['refresh', 'soon;url=/a', 'soon;url=/a'],
    ['link', '</a.css>; rel=preload, <b.js>;rel="x"', '</protection/a.css>; rel=preload, <b.js>;rel="x"'],
    [
      'link',
      '<http://cases.intern.example/2>; title="</x>, \\"</y>"; rel=next',
      `<${OUTER}/protection/2>; title="</x>, \\"</y>"; rel=next`,
    ],
    ['x-anything', '/login', '/login'],
    ['content-security-policy', 'img-src http://cases.intern.example', 'img-src http://cases.intern.example'],
  ]
  for (const [name, said, told] of rows) {
    test(`${name}: ${said}`, () => assert.equal(outerField(name, said, REMOVED), told))
  }
})

suite('Cookies: Path is exchanged, a Domain of the app alone goes, and every other byte stays', () => {
  const rows: [both: Names, said: string, told: string][] = [
    [REMOVED, 'a=1', 'a=1'],
    [REMOVED, 'a=1; Path=/', 'a=1; Path=/protection/'],
    [REMOVED, 'a=/inner/;path = /cases ; HttpOnly', 'a=/inner/;path = /protection/cases ; HttpOnly'],
    [REMOVED, 'a=1; Path=/protection/', 'a=1; Path=/protection/'],
    [REMOVED, 'a=1; Path=; Path', 'a=1; Path=; Path'],
    [EXCHANGED, 'a=1; Path=/inner', 'a=1; Path=/protection'],
    [EXCHANGED, 'a=1; Path=/inner/x', 'a=1; Path=/protection/x'],
    [EXCHANGED, 'a=1; Path=/', 'a=1; Path=/'],
    [EXCHANGED, 'a=1; Path=/innermost', 'a=1; Path=/innermost'],
    [names('/', '/inner/'), 'a=1; Path=/inner', 'a=1; Path=/'],
    [REMOVED, 'a=1; Domain=cases.intern.example; Secure', 'a=1; Secure'],
    [REMOVED, 'a=1;domain=.INTERN.example;Path=/;SameSite=Lax', 'a=1;Path=/protection/;SameSite=Lax'],
    [REMOVED, 'a=1; Domain=10.0.0.6', 'a=1'],
    [REMOVED, 'a=1; Domain=portal.example', 'a=1; Domain=portal.example'],
    [REMOVED, 'a=1; Domain=other.example', 'a=1; Domain=other.example'],
    [REMOVED, 'a=1; Domain=example', 'a=1; Domain=example'],
    [REMOVED, 'a=1; Domain=', 'a=1; Domain='],
    [REMOVED, '__Host-a=1; Secure; Path=/', '__Host-a=1; Secure; Path=/'],
    [REMOVED, '__HOST-a=1; Secure; Path=/; Domain=10.0.0.6', '__HOST-a=1; Secure; Path=/'],
    [REMOVED, '__Secure-a=1; Secure; Path=/', '__Secure-a=1; Secure; Path=/protection/'],
    [
      REMOVED,
      'a="Path=/x"; Expires=Thu, 01 Jan 1970 00:00:00 GMT; X-Path=/',
      'a="Path=/x"; Expires=Thu, 01 Jan 1970 00:00:00 GMT; X-Path=/',
    ],
    [REMOVED, 'Path=/x', 'Path=/x'],
    [REMOVED, 'a=\xe9; Path=/\xe9', 'a=\xe9; Path=/protection/\xe9'],
  ]
  for (const [both, said, told] of rows) {
    test(`${both.outer.path} to ${both.inner.path}: ${said}`, () =>
      assert.equal(outerField('set-cookie', said, both), told))
  }
})
