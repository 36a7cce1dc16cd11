import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  innerAddress,
  innerTarget,
  lacksSlash,
  type Names,
  namesOf,
  outerAddress,
} from '../../src/domain/inner-name.ts'
import { readPath } from '../../src/domain/path.ts'

const OUTER = 'https://portal.example'

/** An app at `outer` that calls itself `origin` and its pages `inner` inside. */
function names(outer: string, inner: string, origin: string | null = 'http://cases.intern'): Names {
  const found = namesOf({ path: outer, upstream: 'http://10.0.0.6:8080', inner: { origin, path: inner } }, OUTER)
  assert.ok(found !== null)
  return found
}

const REMOVED = names('/protection/', '/')
const EXCHANGED = names('/protection/', '/inner/')
const ADDED = names('/', '/inner/')
const HOST_ALONE = names('/protection/', '/protection/')

/** Of a target that leads to the app in all of its readings. */
function inside(raw: string, both: Names): string {
  const [path = ''] = raw.split('?')
  return innerTarget({ path, raw, otherPaths: readPath(path).others }, both)
}

test('An app without an inner name has none', () => {
  assert.equal(namesOf({ path: '/', upstream: 'http://10.0.0.6', inner: null }, OUTER), null)
})

suite('R21 · on the way in the prefix is exchanged, and every byte behind it stays', () => {
  const rows: [both: Names, asked: string, got: string][] = [
    [REMOVED, '/protection/', '/'],
    [REMOVED, '/protection/cases?id=7', '/cases?id=7'],
    [
      REMOVED,
      '/protection/a%2Fb;x=%41/c//d?q=%zz&r=[1]|{2}"/protection/',
      '/a%2Fb;x=%41/c//d?q=%zz&r=[1]|{2}"/protection/',
    ],
    [REMOVED, '/protection/protection/x', '/protection/x'],
    [REMOVED, '/protection', '/'],
    [REMOVED, '/protection?x=/protection/', '/?x=/protection/'],
    [EXCHANGED, '/protection/cases', '/inner/cases'],
    [EXCHANGED, '/protection', '/inner'],
    [EXCHANGED, '/protection?a', '/inner?a'],
    [EXCHANGED, '/protection//x', '/inner//x'],
    [EXCHANGED, '/protection/%C3%BC%20', '/inner/%C3%BC%20'],
    [ADDED, '/', '/inner/'],
    [ADDED, '/?a=1', '/inner/?a=1'],
    [ADDED, '/inner/x', '/inner/inner/x'],
    [ADDED, '//x', '/inner//x'],
    [HOST_ALONE, '/protection/x?', '/protection/x?'],
    [names('/', '/'), '//x', '//x'],
  ]
  for (const [both, asked, got] of rows) {
    test(`${both.outer.path} to ${both.inner.path}: ${asked}`, () => assert.equal(inside(asked, both), got))
  }
})

suite('R21 · what would begin with // inside is refused, however it is spelled', () => {
  for (const asked of [
    '//evil.example',
    '/%2fevil.example',
    '/%2Fevil',
    '/%252fevil',
    '/;x//evil.example',
    '/%ef%bc%8fevil',
  ]) {
    test(`/protection${asked}`, () => {
      assert.throws(() => inside(`/protection${asked}`, REMOVED), { code: 'ambiguous_path' })
    })
  }
})

test('Only the bare prefix of an app that is at / inside lacks its slash', () => {
  assert.equal(lacksSlash('/protection', REMOVED), true)
  assert.equal(lacksSlash('/protection/', REMOVED), false)
  assert.equal(lacksSlash('/protection', EXCHANGED), false)
  assert.equal(lacksSlash('/', ADDED), false)
})

suite('On the way out, addresses of the app itself get the origin and prefix that people use', () => {
  const rows: [both: Names, said: string, told: string][] = [
    // The app's own, absolute: by its inner name, by its upstream, and by the Host or X-Forwarded-Host that it got.
    [REMOVED, 'http://cases.intern/login?next=/a', `${OUTER}/protection/login?next=/a`],
    [REMOVED, 'https://CASES.intern:443/login#x', `${OUTER}/protection/login#x`],
    [REMOVED, 'http://cases.intern:80', `${OUTER}/protection/`],
    [REMOVED, 'http://cases.intern?x', `${OUTER}/protection/?x`],
    [REMOVED, 'http://10.0.0.6:8080/a%2F/b', `${OUTER}/protection/a%2F/b`],
    [REMOVED, 'http://portal.example/login', `${OUTER}/protection/login`],
    [REMOVED, '//cases.intern/x', `${OUTER}/protection/x`],
    [HOST_ALONE, 'http://cases.intern/protection/x', `${OUTER}/protection/x`],
    [HOST_ALONE, 'http://cases.intern/elsewhere', `${OUTER}/elsewhere`],
    [EXCHANGED, 'http://cases.intern/inner', `${OUTER}/protection`],
    [EXCHANGED, 'http://cases.intern/elsewhere', `${OUTER}/elsewhere`],
    // Absolute by path.
    [REMOVED, '/login', '/protection/login'],
    [REMOVED, '/', '/protection/'],
    [EXCHANGED, '/inner/login', '/protection/login'],
    [EXCHANGED, '/inner?x=/inner/', '/protection?x=/inner/'],
    [EXCHANGED, '/innermost/x', '/innermost/x'],
    [EXCHANGED, '/inner%2Fx', '/inner%2Fx'],
    [ADDED, '/inner/login', '/login'],
    [ADDED, '/inner', '/'],
    // It knows where it stands.
    [REMOVED, '/protection/login', '/protection/login'],
    [REMOVED, `${OUTER}/protection/login`, `${OUTER}/protection/login`],
    [names('/a/b/', '/a/'), '/a/b/x', '/a/b/x'],
    [names('/a/', '/a/b/'), '/a/b/x', '/a/x'],
    // The gateway's own pages.
    [REMOVED, '/_gatehouse/sign-out', '/_gatehouse/sign-out'],
    [REMOVED, 'http://cases.intern/_gatehouse/account?x', `${OUTER}/_gatehouse/account?x`],
    [REMOVED, '/_gatehouses', '/protection/_gatehouses'],
    // A path that would be read as another host.
    [ADDED, '/inner//evil.example', `${OUTER}//evil.example`],
    [ADDED, '/inner/\\evil.example', `${OUTER}/\\evil.example`],
    [ADDED, '/inner/\t/evil.example', `${OUTER}/\t/evil.example`],
    [REMOVED, '/\\evil.example', '/protection/\\evil.example'],
    [REMOVED, 'http://cases.intern\\@evil.example/', `${OUTER}/protection/\\@evil.example/`],
  ]
  for (const [both, said, told] of rows) {
    test(`${both.outer.path} to ${both.inner.path}: ${said}`, () => assert.equal(outerAddress(said, both), told))
  }
})

suite('Addresses of others, and relative ones, stay as they are', () => {
  for (const said of [
    'https://sso.example/login?back=http://cases.intern/',
    'http://cases.intern.evil.example/',
    'http://cases.intern@evil.example/',
    'http://cases.intern:8080/',
    'http://portal.example:8443/',
    'ftp://cases.intern/',
    'mailto:x@cases.intern',
    '///evil.example',
    'login',
    '../x',
    '?page=2',
    '#top',
    '',
  ]) {
    test(JSON.stringify(said), () => assert.equal(outerAddress(said, REMOVED), said))
  }
})

test('Origin and Referer are exchanged where Host is, and those of other sites are not', () => {
  const rows: [both: Names, sent: string, told: string][] = [
    [REMOVED, OUTER, 'http://cases.intern'],
    [REMOVED, `${OUTER}/protection/cases?x`, 'http://cases.intern/cases?x'],
    [REMOVED, `${OUTER}/elsewhere`, 'http://cases.intern/elsewhere'],
    [REMOVED, 'https://portal.example.evil.example', 'https://portal.example.evil.example'],
    [REMOVED, 'https://portal.example:8443', 'https://portal.example:8443'],
    [REMOVED, 'null', 'null'],
    [names('/protection/', '/', null), OUTER, OUTER],
    [names('/protection/', '/', null), `${OUTER}/protection/x`, `${OUTER}/protection/x`],
  ]
  for (const [both, sent, told] of rows) assert.equal(innerAddress(sent, both), told, sent)
})
