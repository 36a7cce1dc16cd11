import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { CHALLENGE, SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { rawGet, rawUpgrade } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS, type StoreSet } from '../support/store-sets.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const PORTAL = { headers: { Host: 'portal.example' } }
const BACKUP = { headers: { Host: 'backup.example' } }

interface Site extends TestGateway {
  /** The upstream of backup.example; `upstream` is that of portal.example. */
  backup: Upstream
}

/** Two portals behind one gateway, told apart by host, and one path of the first that is an app of its own. */
async function startSite(t: TestContext, stores: StoreSet): Promise<Site> {
  const backup = await startUpstream()
  t.after(() => backup.close())
  const gate = await startGateway(t, {
    stores,
    settings: 'public_url: http://portal.example',
    apps: `
  - { name: Partner portal, path: /, upstream: UPSTREAM, public: [/assets/] }
  - { name: Data protection, host: portal.example, path: /protection/, upstream: UPSTREAM, allow: { kinds: [direct] } }
  - { name: Backup, host: backup.example, path: /, upstream: '${backup.url}', allow: { kinds: [direct] } }
`,
  })
  return { ...gate, backup }
}

eachStoreSet((stores) => {
  test('the host decides which portal it is, on the same path', async (t) => {
    const site = await startSite(t, stores)
    const dora = await site.signedIn('dora', BACKUP)
    assert.equal((await dora.get('/jobs')).status, 200)
    assert.equal(site.backup.received.at(-1)?.url, '/jobs')
    assert.equal(site.backup.received.at(-1)?.headers.host, 'backup.example')
    assert.equal(site.upstream.received.length, 0)
    assert.equal((await dora.get('/jobs', PORTAL.headers)).status, 200)
    assert.equal(site.upstream.received.at(-1)?.headers.host, 'portal.example')
    assert.equal(site.backup.received.length, 1)
  })

  test('A1 · a browser signs in to each host by itself; a cookie carried over by hand opens what its account may enter', async (t) => {
    const site = await startSite(t, stores)
    const answer = await signIn(site.visitor(PORTAL), 'maria')
    assert.doesNotMatch(String(answer.headers['set-cookie']), /domain/i, 'so that browsers send it to this host alone')

    // Whoever holds the cookie holds the session: it is the account that every app is asked about, on every host.
    const maria = await site.signedIn('maria', PORTAL)
    assert.equal((await maria.get('/', BACKUP.headers)).status, 403)
    assert.equal((await maria.fetch('/', BACKUP.headers)).status, 403)
    assert.deepEqual(site.backup.received, [])

    const dora = await site.signedIn('dora', PORTAL)
    assert.equal((await dora.get('/', BACKUP.headers)).status, 200)
    await dora.copy().post('/_gatehouse/sign-out', {}, BACKUP.headers)
    assert.equal((await dora.fetch('/')).status, 401, 'signed out on one host, it is over on both')
  })

  test('who may not enter a portal is offered the others at the hosts where they are', async (t) => {
    const site = await startSite(t, stores)
    const maria = await site.signedIn('maria', PORTAL)
    const denied = await maria.get('/jobs', BACKUP.headers)
    assert.equal(denied.status, 403)
    assert.match(denied.text, /<strong>Backup<\/strong>/)
    assert.deepEqual(linksToApps(denied.text), { 'Partner portal': 'http://portal.example/' })

    const dora = await site.signedIn('dora', PORTAL)
    assert.deepEqual(linksToApps((await dora.get('/_gatehouse/account')).text), {
      'Partner portal': '/',
      'Data protection': '/protection/',
      Backup: 'http://backup.example/',
    })
    assert.deepEqual(linksToApps((await dora.get('/_gatehouse/account', BACKUP.headers)).text), {
      'Partner portal': 'http://portal.example/',
      'Data protection': 'http://portal.example/protection/',
      Backup: '/',
    })
  })

  test('A3 R37 · next leads to the host at hand and to no other, not even to another of ours', async (t) => {
    const site = await startSite(t, stores)
    await (await site.signedIn('dora', BACKUP)).post('/_gatehouse/sign-out')
    const asked = ['http://backup.example/jobs', 'http://portal.example/jobs', '//portal.example/jobs', '/jobs']
    const led: (string | null)[] = []
    for (const next of asked) {
      const dora = site.visitor(BACKUP)
      await signIn(dora, 'dora', { next })
      led.push((await dora.post(CHALLENGE, { code: site.lastCode() })).location)
    }
    assert.deepEqual(led, ['/jobs', '/', '/', '/jobs'])
  })
})

test('R35 R27 · one of our hosts may send no forms and open no WebSockets to another', async (t) => {
  const site = await startSite(t, STORE_SETS[0] ?? assert.fail())
  const dora = await site.signedIn('dora', BACKUP)
  const form = { username: 'dora@backup.example', password: 'correct-horse-battery' }
  const crossed = await site.visitor(BACKUP).post(SIGN_IN, form, { 'Sec-Fetch-Site': 'same-site' })
  assert.equal(crossed.status, 403)
  const cookie = [`Cookie: ${dora.cookieHeader}`]
  const upgrade = (Origin: string) => rawUpgrade(site.origin, '/ws', cookie, { Host: 'backup.example', Origin })
  assert.equal((await upgrade('http://portal.example')).status, 403)
  assert.equal(site.backup.received.length, 0)
  await upgrade('http://backup.example')
  assert.equal(site.backup.received.at(-1)?.method, 'UPGRADE')
})

const HOSTS: [lines: string[], status: number][] = [
  [['Host: portal.example'], 200],
  [['Host: PORTAL.Example'], 200],
  [['Host: portal.example:80'], 200],
  [['Host: portal.example.evil.example'], 421],
  [['Host: xportal.example'], 421],
  [['Host: portal.example.'], 421],
  [['Host: portal'], 421],
  [['Host: example'], 421],
  [['Host: localhost'], 421],
  [['Host: 127.0.0.1'], 421],
  [['Host: portal.example:8443'], 421],
  [['Host: portal.example:'], 400],
  [['Host: portal.example:80x'], 400],
  [['Host: '], 400],
  [[], 400],
  [['Host: portal.example', 'Host: portal.example'], 400],
  [['Host: portal.example', 'Host: backup.example'], 400],
  [['Host: portal.example', 'host: evil.example'], 400],
  [['Host: portal.example, backup.example'], 400],
  [['Host: portal.example backup.example'], 400],
  [['Host: evil.example@portal.example'], 400],
  [['Host: portal.example/x'], 400],
  [['Host: portal.example#evil.example'], 400],
  [['Host: port%61l.example'], 400],
  [['Host: portal.example\x00'], 400],
  [['Host: evil.example', 'X-Forwarded-Host: portal.example'], 421],
]

test('R20 · exactly one Host, and one of ours: everything else reaches no app, public paths included', async (t) => {
  const site = await startSite(t, STORE_SETS[0] ?? assert.fail())
  const maria = await site.signedIn('maria', PORTAL)
  for (const [lines, status] of HOSTS) {
    const before = site.upstream.received.length
    const answers = await Promise.all([
      rawGet(site.origin, '/assets/x', lines),
      rawGet(site.origin, '/', [...lines, `Cookie: ${maria.cookieHeader}`]),
    ])
    for (const answer of answers) assert.equal(answer.status, status, JSON.stringify(lines))
    assert.equal(site.upstream.received.length - before, status === 200 ? 2 : 0, JSON.stringify(lines))
    const page = await rawGet(site.origin, SIGN_IN, [...lines, 'Accept: text/html'])
    assert.equal(page.status, status, `the gateway's own pages: ${JSON.stringify(lines)}`)
    assert.doesNotMatch(page.bytes, /evil\.example/)
  }
})

test('R20 · a target in absolute form goes where it says, not where the Host field says', async (t) => {
  const site = await startSite(t, STORE_SETS[0] ?? assert.fail())
  const dora = await site.signedIn('dora', BACKUP)
  const ask = (target: string) => rawGet(site.origin, target, ['Host: portal.example', `Cookie: ${dora.cookieHeader}`])
  assert.equal((await ask('http://backup.example/jobs')).status, 200)
  assert.deepEqual(
    site.backup.received.map(({ url, headers }) => [url, headers.host]),
    [['/jobs', 'backup.example']],
  )
  for (const [target, status] of [
    ['http://evil.example/jobs', 421],
    ['http://backup.example.evil.example/', 421],
    ['http://backup.example@evil.example/', 400],
    ['ftp://backup.example/', 400],
    ['http:///jobs', 400],
    ['http://', 400],
  ] as const) {
    assert.equal((await ask(target)).status, status, target)
  }
  assert.equal(site.backup.received.length, 1)
  assert.deepEqual(site.upstream.received, [])
})

/** The apps that a page offers. */
function linksToApps(html: string): Record<string, string> {
  const [, list = ''] = /<ul class="apps">(.*?)<\/ul>/s.exec(html) ?? []
  return Object.fromEntries(
    [...list.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs)].map(([, url = '', name = '']) => [
      name.replace(/<[^>]*>/g, '').trim(),
      url,
    ]),
  )
}

test('R20 · probes are answered under any valid host, and nothing else is', async (t) => {
  const site = await startSite(t, STORE_SETS[0] ?? assert.fail())
  for (const path of ['/_gatehouse/health/live', '/_gatehouse/health/ready']) {
    assert.equal((await rawGet(site.origin, path, ['Host: 10.0.0.7:8080'])).status, 200)
    assert.equal((await rawGet(site.origin, path, ['Host: 10.0.0.7:8080', 'Host: portal.example'])).status, 400)
    for (const other of [`${path}/`, `${path}?`, `${path}/../../sign-in`, '/_gatehouse/sign-in', '/assets/x']) {
      assert.notEqual((await rawGet(site.origin, other, ['Host: 10.0.0.7:8080'])).status, 200, other)
    }
  }
  assert.equal(site.upstream.received.length, 0)
})
