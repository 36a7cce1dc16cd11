import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loadConfiguration } from '../../src/config/load.ts'
import type { Settings } from '../../src/config/settings.ts'
import { isGatewayPath } from '../../src/domain/path.ts'
import { capitalsPatterns, PLAIN_ADDRESS } from '../../src/front/addresses.ts'
import { OTHERS_WORD } from '../../src/front/fields.ts'
import { nginxFront } from '../../src/front/nginx.ts'
import { placesOf } from '../../src/front/places.ts'
import { frontMarks } from '../../src/proxy/front-marks.ts'
import { openHeaderRules } from '../../src/proxy/headers.ts'
import { isPublic, openRoutes } from '../../src/proxy/route.ts'
import { targetOf } from '../../src/http/request-target.ts'
import { loaded, SECRET } from '../config/written.ts'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { nginxFaults, printed } from '../support/nginx.ts'
import { tempDir } from '../support/temp-dir.ts'
import { madeUp, TEXTS } from './made-up.ts'

/** Settings that could be loaded, of so many made-up files. */
async function soundOnes(t: TestContext, count: number): Promise<Settings[]> {
  const dir = await tempDir(t)
  writeFileSync(join(dir, 'policy.yaml'), 'companies: { northwind: { name: Northwind, kind: partner } }')
  const sound: Settings[] = []
  for (let seed = 1; sound.length < count; seed++) {
    assert.ok(seed < 20 * count, `${sound.length} of ${seed} configurations are sound`)
    writeFileSync(join(dir, 'gatehouse.yaml'), madeUp(seed).yaml)
    const read = loadConfiguration(dir, { env: { SECRET }, dataDir: dir })
    if ('configuration' in read) sound.push(read.configuration.settings)
  }
  return sound
}

test('A made-up configuration is one that nginx takes, and nothing in it ends its directive', async (t) => {
  const dir = await tempDir(t)
  chmodSync(dir, 0o755)
  const odd = join(dir, `it's "quoted" \\ {odd}; #`)
  mkdirSync(odd)
  const [certificate, key] = [join(odd, 'certificate;.pem'), join(odd, 'key".pem')]
  writeFileSync(certificate, CERTIFICATE)
  writeFileSync(key, KEY)
  for (const settings of await soundOnes(t, 40)) {
    // Nothing would be left for nginx.
    if (settings.apps.every(({ timeouts }) => timeouts.totalMs !== null)) continue
    const text = printed(settings, { cacheDir: odd, authorities: certificate })
    assert.equal(nginxFaults(text), '', text)
    for (const { name } of directivesOf(text)) assert.match(name, KNOWN, text)
    const servers = directivesOf(text).filter(({ name, depth }) => name === 'server' && depth === 1)
    assert.equal(servers.length, settings.knownHosts.size + 1)
  }
  const { settings } = await loaded(t, { gatehouse: madeUpTls(certificate, key) })
  const text = printed(settings, { cacheDir: odd, tls: { certificate, key }, listen: ['8443', '127.0.0.1:8444'] })
  assert.equal(nginxFaults(text), '', text)
  for (const { name } of directivesOf(text)) assert.match(name, KNOWN, text)
})

test('What nginx cannot hold is said, or stays with the gateway', async (t) => {
  const options = { listen: ['80'], tls: null, gateways: ['127.0.0.1:8080'], cacheDir: '/run', authorities: '/ca.pem' }
  const { settings } = await loaded(t, { gatehouse: madeUpTls() })
  const faultsOf = (changes: Partial<Settings>, more = {}): string => {
    const front = nginxFront({ ...settings, ...changes }, { ...options, ...more })
    return 'faults' in front ? front.faults.join('\n') : ''
  }
  assert.equal(faultsOf({}), '')
  assert.match(faultsOf({ forwardAuth: null }), /forward_auth: \{ by: nginx/)
  assert.match(faultsOf({ forwardAuth: { by: 'caddy', from: [] } }), /forward_auth: \{ by: nginx/)
  assert.match(faultsOf({ believedProxies: ['10.0.0.0/8'] }), /add 127\.0\.0\.1\/32 to believed_proxies/)
  for (const text of ['$x', 'a\nb', 'a\0b', '${x}']) {
    assert.match(faultsOf({}, { cacheDir: text }), /cannot name the file/)
    assert.match(faultsOf({}, { tls: { certificate: text, key: '/k' } }), /cannot name the file/)
  }
  for (const host of ['a;b', 'a b', '.example.com', '~x', '*.example.com', '"x"', '$hostname', 'a{b}']) {
    assert.match(faultsOf({ knownHosts: new Set([host]) }), /No request can name the host/, host)
  }
  for (const text of TEXTS) {
    const [app] = settings.apps
    assert.ok(app !== undefined)
    const path = `/${text}/`
    if (/^[\w%~*.^/-]+$/.test(text) && !/[%^]/.test(text)) continue
    if (/^\$?(?:host)?$|^'$/.test(text)) continue
    const { faults } = { faults: [], ...nginxFront({ ...settings, apps: [{ ...app, path }] }, options) }
    if (text !== 'plain') assert.notDeepEqual(faults, [], JSON.stringify(text))
  }
  const withPublic = (path: string): string =>
    faultsOf({ apps: settings.apps.map((app) => ({ ...app, publicPaths: [path] })) })
  for (const length of [255, 256, 257, 261, 300, 999]) {
    assert.match(withPublic(`/open-${'a'.repeat(length - 6)}`), /cannot hold the path .*254 at most/, `${length}`)
    assert.equal(withPublic(`/open-${'a'.repeat(length - 7)}/`) === '', length === 255, `${length}`)
  }
  assert.equal(withPublic(`/open-${'a'.repeat(248)}`), '')
  const moved = settings.apps.map((app) => ({ ...app, timeouts: { ...app.timeouts, totalMs: 1 } }))
  assert.match(faultsOf({ apps: moved }), /nginx has no timeouts\.total/)
})

test('R21 · nginx takes for an app’s what the gateway takes for it, and for plain nothing else', async (t) => {
  let compared = 0
  for (const { apps } of await soundOnes(t, 60)) {
    const routes = openRoutes(apps)
    const plain = new RegExp(PLAIN_ADDRESS)
    const capitals = capitalsPatterns(apps).map((pattern) => new RegExp(pattern))
    const paths = apps.flatMap(({ path, publicPaths }) => [path, ...publicPaths])
    const addresses = [...paths, '/_gatehouse/authz'].flatMap((path) => variationsOf(path))
    for (const hostname of new Set(['other.example', ...apps.map(({ host }) => host ?? 'portal.example.com')])) {
      const places = placesOf(hostname, apps, routes)
      for (const address of addresses) {
        if (!plain.test(address) || capitals.some((pattern) => pattern.test(address))) continue
        if (isGatewayPath(address.replace(/[?].*/, ''))) continue
        const target = targetOf(hostname, address, new Set([hostname]))
        assert.ok(target.plain, address)
        const place = placeOf(places, target.path)
        const app = routes.resolve(target)
        assert.equal(place?.app?.name, app?.name, address)
        assert.equal(place?.isPublic ?? false, app !== null && isPublic(app, target), address)
        compared++
      }
    }
  }
  assert.ok(compared > 5000, `${compared}`)
  for (const address of [
    '//a',
    '/a//b',
    '/a;b',
    '/a%2fb',
    '/a/../b',
    '/a/.',
    '/a/..',
    '/a.',
    '/a\\b',
    '/é',
    '/a?#',
    '/a#',
    'a',
    '',
    '*',
    '/a b',
  ]) {
    assert.doesNotMatch(address, new RegExp(PLAIN_ADDRESS), address)
  }
})

test('R24 · every field that nginx takes away is one that the gateway takes away', () => {
  const rawHeaders = OTHERS_WORD.flatMap((name) => [name, 'forged'])
  const { fields } = openHeaderRules([]).request(
    { rawHeaders, headers: {}, httpVersion: '1.1' },
    {
      hostField: 'portal.example.com',
      clientAddress: '192.0.2.1',
      protocol: 'https:',
      requestId: 'id',
      app: { identity: { headers: [], assertion: false, basic: null } },
      names: null,
      authorization: null,
      visitor: null,
      assertion: null,
    },
  )
  assert.ok(!fields.includes('forged'))
})

test('A mark stands for where apps are and what they are told, and not for who may enter', async (t) => {
  const { settings } = await loaded(t, { gatehouse: madeUpTls() })
  const [app] = settings.apps
  assert.ok(app !== undefined)
  const markOf = (changes: Partial<typeof app>, more: (typeof app)[] = []): string | undefined =>
    frontMarks([{ ...app, ...changes }, ...more]).get(app.name)
  const mark = markOf({})
  const same = [{ allow: { kinds: [], companies: ['a'], roles: [] } }, { webSocketOrigins: ['https://a.example'] }]
  for (const changes of same) assert.equal(markOf(changes), mark)
  const basic = { kind: 'fixed', authorization: 'Basic b3RoZXI=' } as const
  const other = [
    { path: '/a/' },
    { host: 'a' },
    { upstream: 'http://127.0.0.1:1' },
    { publicPaths: ['/b'] },
    { identity: { ...app.identity, basic } },
  ]
  for (const changes of other) assert.notEqual(markOf(changes), mark, JSON.stringify(changes))
  assert.notEqual(markOf({}, [{ ...app, name: 'another', path: '/x/' }]), mark)
  const secret = (text: string) =>
    markOf({ identity: { ...app.identity, basic: { kind: 'fixed', authorization: text } } })
  assert.equal(secret('Basic YQ=='), secret('Basic Yg=='))
})

const KNOWN =
  /^(?:worker_processes|worker_rlimit_nofile|worker_connections|pcre_jit|events|http|server|location|upstream|map|default|keepalive|listen|internal|set|if|return|error_page|auth_request|auth_request_set|add_header|set_real_ip_from|real_ip_\w+|limit_conn\w*|server_\w+|variables_\w+|underscores_in_headers|ignore_invalid_headers|large_client_header_buffers|client_\w+|keepalive_timeout|ssl_\w+|proxy_\w+|open_file_cache\w*|1||~\S.*)$/

/** The first word of every directive, as nginx would read the text: quotes, comments and braces. */
function directivesOf(text: string): { name: string; depth: number }[] {
  const found: { name: string; depth: number }[] = []
  let [depth, begins] = [0, true]
  for (const [token] of text.matchAll(/#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]|[^\s{};"']+/gs)) {
    if (token.startsWith('#')) continue
    if (token === '{') depth++
    if (token === '}') depth--
    if ('{};'.includes(token)) begins = true
    else if (begins) {
      found.push({ name: token.replace(/^(["'])(.*)\1$/s, '$2'), depth })
      begins = false
    }
  }
  assert.equal(depth, 0)
  return found
}

/** As nginx chooses for an address that it need not normalise: the very path, or else the longest beginning. */
function placeOf(places: ReturnType<typeof placesOf>, path: string): (typeof places)[number] | undefined {
  const below = places.filter((place) => !place.exact && path.startsWith(place.path))
  return (
    places.find((place) => place.exact && place.path === path) ??
    below.toSorted((a, b) => b.path.length - a.path.length)[0]
  )
}

function variationsOf(path: string): string[] {
  const stem = path.replace(/\/$/, '')
  const ways = [
    path,
    stem,
    `${stem}/`,
    `${stem}x`,
    `${stem}/x`,
    `${stem}/x/y?z`,
    `${stem}?/x`,
    path.toUpperCase(),
    path.toLowerCase(),
    stem.slice(0, -1),
    `${stem}/OPEN`,
  ]
  return ways.filter((way) => way.startsWith('/'))
}

function madeUpTls(certificate?: string, key?: string): string {
  const tls = certificate === undefined ? {} : { tls: { ca: certificate, certificate, key } }
  return JSON.stringify({
    public_url: 'https://portal.example.com',
    secrets: [{ env: 'SECRET' }],
    believed_proxies: ['127.0.0.1/32'],
    forward_auth: { by: 'nginx', from: ['127.0.0.1/32'] },
    apps: [
      {
        name: 'Portal',
        path: '/',
        upstream: certificate === undefined ? 'http://127.0.0.1:9090' : 'https://localhost:9443',
        ...tls,
      },
    ],
  })
}
