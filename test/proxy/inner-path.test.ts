import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { GatehouseError } from '../../src/domain/errors.ts'
import { innerTarget, lacksSlash, namesOf, outerAddress, outerPath } from '../../src/domain/inner-name.ts'
import { readPath } from '../../src/domain/path.ts'
import { isPublic, openRoutes } from '../../src/proxy/route.ts'
import { testApp } from '../support/app.ts'

const OUTER = 'https://portal.example'
const INNER = 'http://cases.intern'
const COUNT = 20_000

/** The same numbers at every run, below a limit (mulberry32). */
function numbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

/** What attackers, and apps that were written long ago, put into paths and addresses. */
const PIECES =
  '/ / / // . .. ... %2e %2E%2e %252e . ; ;x=1 ..; %3b %2f %2F %252f %5c \\ ? # %00 %20 %c0%af %ef%bc%8f %u002f a B inner protection open _gatehouse evil.example : @ ~ [ | %zz'
const ADDRESS_PIECES = `${PIECES} \t http://cases.intern //cases.intern HTTPS://Cases.intern:443 http://10.0.0.6:8080 https://portal.example http:// https:`

function* madeUp(pieces: string, beginnings: readonly string[]): Generator<string> {
  const all = pieces.split(' ')
  const below = numbers(20_261_121)
  for (let i = 0; i < COUNT; i++) {
    let text = beginnings[below(beginnings.length)] ?? ''
    for (let piece = below(8); piece > 0; piece--) text += all[below(all.length)] ?? ''
    yield text
  }
}

/** Whatever decoding, dropping parameters, merging slashes and resolving can make of the path of a target, in any order. */
function resolved(target: string): Set<string> {
  const [path = ''] = target.split('?')
  const seen = new Set([path])
  for (const one of seen) {
    seen.add(one.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))
    seen.add(one.replace(/;[^/]*/g, ''))
    seen.add(one.replace(/(?<=.)\/{2,}/g, '/'))
    const url = URL.parse(`${INNER}${one.startsWith('/') ? one : `/${one}`}`)
    if (url !== null) seen.add(url.pathname)
  }
  return seen
}

for (const [outer, inner] of [
  ['/protection/', '/'],
  ['/protection/', '/inner/'],
  ['/', '/inner/'],
] as const) {
  const app = testApp({
    path: outer,
    upstream: 'http://10.0.0.6:8080',
    inner: { origin: INNER, path: inner },
    publicPaths: [`${outer}open/`],
  })
  const routes = openRoutes([app, ...(outer === '/' ? [] : [testApp({ path: '/', publicPaths: ['/open/'] })])])
  const names = namesOf(app, OUTER)
  assert.ok(names !== null)

  suite(`An app at ${outer} whose pages are at ${inner} inside, for ${COUNT} made-up targets`, () => {
    test('R21 · no reading of what it gets is outside of its prefix, or names another host', () => {
      const passed = Array.from(throughTheDoor(), ({ asked, got }) => {
        for (const reading of resolved(got)) {
          const [path = ''] = reading.split(/[?#]/)
          const within = `${path}/`.startsWith(inner) && (inner !== '/' || !/^\/[/\\]/.test(path))
          assert.ok(within, `${asked} became ${got}, which can be read as ${reading}`)
        }
      })
      assert.ok(passed.length > 1000, `only ${passed.length} passed`)
    })

    test('A1 R21 · what is public outside is below that public path inside, in any reading', () => {
      const open = `${inner}open/`
      const passed = Array.from(throughTheDoor(), ({ asked, got, publicly }) => {
        if (!publicly) return 0
        for (const reading of resolved(got)) assert.ok(reading.startsWith(open), `${asked} is public and became ${got}`)
        return 1
      }).filter((count) => count > 0)
      assert.ok(passed.length > 100, `only ${passed.length} were public`)
    })

    test('an address of that path leads back to what was asked for', () => {
      const passed = Array.from(throughTheDoor(), ({ asked, got }) => {
        // Both of these are outer addresses already, whoever says them.
        if (got.startsWith('/_gatehouse') || (inner === '/' && got.startsWith('/protection'))) return
        const [path = ''] = asked.split('?')
        assert.equal(outerPath(got, names), lacksSlash(path, names) ? outer + asked.slice(path.length) : asked)
      })
      assert.ok(passed.length > 1000, `only ${passed.length} passed`)
    })

    test('R37 · an address of the app’s own never becomes that of another site, and others stay as they are', () => {
      let own = 0
      for (const typed of madeUp(ADDRESS_PIECES, ['', '/', inner, INNER, `${INNER}${inner}`])) {
        // As it comes out of a header field; with these, `http:x`, the URL standard is alone.
        const said = typed.trim()
        if (/^https?:(?!\/\/)/i.test(said)) continue
        const told = outerAddress(said, names)
        const before = URL.parse(said, `${INNER}${inner}page`)
        const after = URL.parse(told, `${OUTER}${outer}page`)
        if (before !== null && ['cases.intern', '10.0.0.6:8080', 'portal.example'].includes(before.host)) {
          own++
          // What an app wraps into an oddity that only browsers see through stays its own.
          const isOwn = after?.origin === OUTER || (told === said && after?.host === before.host)
          assert.ok(isOwn, `${JSON.stringify(said)} became ${JSON.stringify(told)}`)
        } else if (told !== said) {
          // `/\host` is one to browsers; behind the prefix it is a path of the site.
          assert.equal(after?.origin, OUTER, `${JSON.stringify(said)} became ${JSON.stringify(told)}`)
        }
      }
      assert.ok(own > 1000, `only ${own} were its own`)
    })
  })

  /** Every target that the front door lets through to the app, and what it gets. */
  function* throughTheDoor(): Generator<{ asked: string; got: string; publicly: boolean }> {
    for (const asked of madeUp(PIECES, ['/', outer, outer, `${outer}open/`])) {
      const at = asked.indexOf('?')
      const path = at === -1 ? asked : asked.slice(0, at)
      try {
        const { plain, others } = readPath(path)
        const target = { hostname: 'portal.example', path, raw: asked, plain, otherPaths: others }
        if (routes.resolve(target) !== app || names === null) continue
        yield { asked, got: innerTarget(target, names), publicly: isPublic(app, target) }
      } catch (error) {
        assert.equal(error instanceof GatehouseError && error.code, 'ambiguous_path', asked)
      }
    }
  }
}
