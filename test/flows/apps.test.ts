import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type Person, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { rawGet } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS, type StoreSet } from '../support/store-sets.ts'

const APPS = `
  - { name: Partner portal, path: /, upstream: UPSTREAM, public: [/assets/, /robots.txt] }
  - { name: Data protection, path: /protection/, upstream: UPSTREAM, allow: { kinds: [partner, client] } }
  - { name: Backup, path: /backup/, upstream: UPSTREAM, allow: { kinds: [direct] } }
  - { name: Service desk, path: /desk/, upstream: UPSTREAM, allow: { companies: [northwind, fabrikam] } }
  - { name: Desk settings, path: /desk/settings/, upstream: UPSTREAM, allow: { companies: [northwind], roles: [admin] } }
`

function startSite(t: TestContext, stores: StoreSet): Promise<TestGateway> {
  return startGateway(t, { stores, apps: APPS })
}

const MAY_ENTER: Record<Person, string[]> = {
  ada: ['/', '/protection/', '/desk/', '/desk/settings/'],
  maria: ['/', '/protection/', '/desk/'],
  carl: ['/', '/protection/', '/desk/'],
  dora: ['/', '/backup/'],
}
const NAMES = {
  '/protection/': 'Data protection',
  '/backup/': 'Backup',
  '/desk/': 'Service desk',
  '/desk/settings/': 'Desk settings',
}

eachStoreSet((stores) => {
  test('A1 · kinds, companies and roles decide who may enter; who may not reaches no app', async (t) => {
    const site = await startSite(t, stores)
    for (const person of ['ada', 'maria', 'carl', 'dora'] as const) {
      const visitor = await site.signedIn(person)
      for (const [path, name] of Object.entries(NAMES)) {
        const before = site.upstream.received.length
        const [page, problem] = await Promise.all([visitor.get(`${path}x`), visitor.fetch(`${path}x`)])
        if (MAY_ENTER[person].includes(path)) {
          assert.deepEqual([page.status, problem.status], [200, 200], `${person} ${path}`)
          continue
        }
        assert.equal(page.status, 403, `${person} ${path}`)
        assert.ok(page.text.includes(`<strong>${name}</strong>`), `${person} ${path}`)
        assert.deepEqual(appLinks(page.text), MAY_ENTER[person])
        assert.equal(problem.status, 403)
        assert.equal(problemCode(problem), 'forbidden')
        assert.equal(site.upstream.received.length, before)
      }
    }
  })

  test('A1 · until the second factor is given, no app opens to those who may enter it', async (t) => {
    const site = await startSite(t, stores)
    const ada = site.visitor()
    await signIn(ada, 'ada')
    for (const path of MAY_ENTER.ada) {
      assert.equal((await ada.get(path)).status, 303, path)
      assert.equal((await ada.fetch(path)).status, 401, path)
    }
    assert.deepEqual(site.upstream.received, [])
  })

  test('the longest path wins, whole segments only; /protection without its slash belongs to /protection/', async (t) => {
    const site = await startSite(t, stores)
    const dora = await site.signedIn('dora')
    const carl = await site.signedIn('carl')
    const statuses: Record<string, [carl: number, dora: number]> = {}
    for (const path of [
      '/protection',
      '/protection?x',
      '/protectionx',
      '/protection.html',
      '/backup',
      '/desk/setting',
    ]) {
      statuses[path] = [(await carl.get(path)).status, (await dora.get(path)).status]
    }
    assert.deepEqual(statuses, {
      '/protection': [200, 403],
      '/protection?x': [200, 403],
      '/protectionx': [200, 200],
      '/protection.html': [200, 200],
      '/backup': [403, 200],
      '/desk/setting': [200, 403],
    })
    assert.equal((await carl.get('/desk/settings')).status, 403)
  })

  test('A1 R24 · public paths need no session and carry no identity, not even of somebody who is signed in', async (t) => {
    const site = await startSite(t, stores)
    const maria = await site.signedIn('maria')
    maria.cookies.set('portal', 'its own')
    const damaged = site.visitor()
    damaged.cookies.set('gatehouse', 's%3Anonsense.nonsense')
    const forger = site.visitor({ headers: { 'X-Gatehouse-User': 'ada@northwind.example', x_gatehouse_role: 'admin' } })
    for (const visitor of [maria, site.visitor(), damaged, forger]) {
      for (const path of ['/assets/logo.svg', '/assets/', '/robots.txt', '/robots.txt?x=/../secret']) {
        assert.equal((await visitor.get(path)).status, 200, path)
        const { headers, rawHeaders } = site.upstream.received.at(-1) ?? assert.fail()
        assert.deepEqual(
          rawHeaders.filter((name, i) => i % 2 === 0 && /gatehouse/i.test(name)),
          [],
          path,
        )
        assert.equal(headers.cookie, visitor === maria ? 'portal=its own' : undefined)
      }
    }
  })

  test('an address that no app has: strangers sign in first, others hear 403, nothing is forwarded', async (t) => {
    const site = await startGateway(t, { stores, apps: '  - { name: Backup, path: /backup/, upstream: UPSTREAM }' })
    assert.equal((await site.visitor().get('/nothing')).location, '/_gatehouse/sign-in?next=%2Fnothing')
    const maria = await site.signedIn('maria')
    const page = await maria.get('/nothing')
    assert.equal(page.status, 403)
    assert.deepEqual(appLinks(page.text), ['/backup/'])
    assert.equal(problemCode(await maria.fetch('/nothing')), 'forbidden')
    assert.deepEqual(site.upstream.received, [])
  })
})

test('A1 R21 · no other spelling of a public path, and nothing beside it, is public', async (t) => {
  const site = await startSite(t, STORE_SETS[0] ?? assert.fail())
  const { host } = new URL(site.origin)
  for (const target of [
    '/assets',
    '/assetsx',
    '/ASSETS/x',
    '/Assets/x',
    '/robots.txt/../secret',
    '/robots.txt;x',
    '/robots.txtx',
    '/robots%2etxt',
    '/assets%2fx',
    '/assets%2Fx',
    '/assets%5cx',
    '/assets//x',
    '//assets/x',
    '/./assets/x',
    '/x/../assets/x',
    '/assets/../secret',
    '/assets/./x',
    '/assets/..',
    '/assets/..;/secret',
    '/assets/;/x',
    '/assets;/x',
    '/assets/x;y',
    '/assets/%2e%2e/secret',
    '/assets/%2e%2e%2fsecret',
    '/assets/..%2fsecret',
    '/assets/..%5csecret',
    '/assets/..\\secret',
    '/assets/%252e%252e/secret',
    '/assets/%c0%ae%c0%ae/secret',
    '/assets/%00',
    '/assets/%0a',
    '/assets/x%20/',
    '/assets/x.',
    '/assets/%61',
    '/secret?/assets/',
    '/secret?next=/assets/x',
    '/secret#/assets/',
    '/secret;/assets/x',
    '/secret%3f/assets/',
    '/secret/assets/x',
    '/%61ssets/x',
    '/assets\t/x',
    '/assets/\u00e9',
  ]) {
    const answer = await rawGet(site.origin, target, [`Host: ${host}`, 'Accept: text/html'])
    assert.ok([303, 400].includes(answer.status), `${target}: ${answer.status}`)
    const program = await rawGet(site.origin, target, [`Host: ${host}`])
    assert.ok([401, 400].includes(program.status), `${target}: ${program.status}`)
  }
  assert.deepEqual(site.upstream.received, [])
})

/** Addresses of the apps that a page offers. */
function appLinks(html: string): string[] {
  const [, list = ''] = /<ul class="apps">(.*?)<\/ul>/s.exec(html) ?? []
  return [...list.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url)
}
