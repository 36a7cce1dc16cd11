import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { App } from '../../src/domain/app.ts'
import { readPath } from '../../src/domain/path.ts'
import { isPublic, openRoutes } from '../../src/proxy/route.ts'
import { testApp } from '../support/app.ts'

const REFUSED = { code: 'ambiguous_path' }

function app(
  path: string,
  { host = null, publicPaths = [] }: { host?: string | null; publicPaths?: string[] } = {},
): App {
  return testApp({ name: `${host ?? '*'}${path}`, host, path, publicPaths })
}

const portal = app('/', { publicPaths: ['/assets/', '/health'] })
const protection = app('/protection/')
const routes = openRoutes([portal, protection])

function resolve(path: string): App | null {
  const { plain, others } = readPath(path)
  return routes.resolve({ hostname: 'portal.example', path, plain, otherPaths: others })
}

function isPublicPath(path: string): boolean {
  return isPublic(portal, { path, plain: readPath(path).plain })
}

test('R21 · ordinary addresses are plain', () => {
  for (const path of [
    '/',
    '/cases/2024/list.html',
    '/.well-known/security.txt',
    '/Cases/List.aspx',
    '/cases/a%20b.pdf',
    '/faelle/%C3%BCbersicht',
    '/people/maria%40northwind.example',
    "/a~b!c$d&e'f(g)h*i+j,k=l:m@n",
    '/x|y[1]',
    '/wiki/...and-more',
  ]) {
    assert.equal(readPath(path).plain, true, path)
    assert.equal(resolve(path), portal, path)
  }
})

test('R21 · odd addresses of old portals are forwarded when every reading leads to the same app, and are never plain', () => {
  for (const path of [
    '/@scope%2fname',
    '/cases;jsessionid=1A2B/list',
    '/a//b',
    '/%63ases',
    '/caf%e9',
    '/100%25',
    '/a%252fb',
    '/why%3f',
    '/wiki/etc.',
    '/100%',
    '/%u0061',
  ]) {
    assert.equal(readPath(path).plain, false, path)
    assert.equal(resolve(path), portal, path)
  }
})

test('R21 · what no browser sends is refused, however it is encoded', () => {
  for (const path of [
    '/a/../b',
    '/a/./b',
    '/..',
    '/a/%2e%2e/b',
    '/a/.%2E/b',
    '/a/%252e%252e/b',
    '/a/%25252e./b',
    '/..;/b',
    '/.;x=1/b',
    '/..%20/b',
    '/..%2fb',
    '/a\\b',
    '/a%5cb',
    '/a%255cb',
    '/a%00b',
    '/a%0d%0ab',
    '/a%c0%afb',
    '/a%c0%ae%c0%ae/b',
    '/a%e0%80%afb',
    '/a%f0%80%80%afb',
    '/%ef%bc%8e%ef%bc%8e/b',
    '/a/%u002e%u002e/b',
    '/a%u005cb',
    '/a\x7fb',
    '/a\tb',
    '/caf\xe9',
    '/a#b',
    'a/b',
    '',
  ]) {
    assert.throws(() => readPath(path), REFUSED, JSON.stringify(path))
  }
})

test('R21 · a path that some app would read as another app is refused', () => {
  for (const path of [
    '/%70rotection/jobs',
    '/%2570rotection/jobs',
    '/%252570rotection/jobs',
    '//protection/jobs',
    '/x/..%2fprotection/jobs',
    '/%2fprotection/jobs',
    '/;x/protection/jobs',
    '/protection;x=1/jobs',
    '/protection%3bx/jobs',
    '/protection%2fjobs',
    '/protection%3fjobs',
    '/protection%23jobs',
    '/protection.',
    '/protection%20/jobs',
    '/Protection/jobs',
    '/PROTECTION',
    '/%ef%bd%90rotection/jobs',
    '/%ef%bc%8fprotection/jobs',
    '/%u0070rotection/jobs',
  ]) {
    assert.throws(() => resolve(path), REFUSED, path)
  }
})

test('R21 · the ways into the gateway’s own pages are spelled exactly', () => {
  for (const path of ['/_gatehouse', '/_gatehouse/', '/_gatehouse/sign-in', '/_gatehouse/admin/employees/Ab-1']) {
    assert.equal(readPath(path).plain, true, path)
    assert.equal(resolve(path), null, path)
  }
  for (const path of [
    '/_Gatehouse/sign-in',
    '/%5fgatehouse/sign-in',
    '/%255fgatehouse/sign-in',
    '//_gatehouse/sign-in',
    '/_gatehouse;x/sign-in',
    '/_gatehouse%2fsign-in',
    '/_gatehouse/%73ign-in',
    '/_gatehouse//sign-in',
    '/_gatehouse./sign-in',
    '/;/_gatehouse/sign-in',
  ]) {
    assert.throws(() => readPath(path), REFUSED, path)
  }
})

test('R21 · a path so odd that reading it would cost too much is refused', () => {
  assert.throws(() => readPath(`/${'a%20'.repeat(2000)}`), REFUSED)
  assert.throws(() => readPath(`/%${'25'.repeat(100)}2f`), REFUSED)
})

test('The longest prefix wins, on whole segments; `/protection` goes where `/protection/` does', () => {
  assert.equal(resolve('/protection/jobs'), protection)
  assert.equal(resolve('/protection/'), protection)
  assert.equal(resolve('/protection'), protection)
  assert.equal(resolve('/protections'), portal)
  assert.equal(resolve('/protection-old/x'), portal)
})

test('An app that names the host comes before one that does not; hosts nobody named have the rest', () => {
  const crm = app('/', { host: 'crm.example' })
  const table = openRoutes([portal, protection, crm])
  assert.equal(table.find('crm.example', '/x'), crm)
  assert.equal(table.find('crm.example', '/protection/x'), crm)
  assert.equal(table.find('portal.example', '/x'), portal)
  assert.equal(openRoutes([crm]).find('portal.example', '/x'), null)
})

test('R21 · where an operator wrote capitals, a path that only differs in case is refused', () => {
  const table = openRoutes([portal, app('/Intern/')])
  const at = (path: string): App | null => {
    const { plain, others } = readPath(path)
    return table.resolve({ hostname: 'portal.example', path, plain, otherPaths: others })
  }
  assert.equal(at('/Intern/x')?.path, '/Intern/')
  assert.equal(at('/x'), portal)
  assert.throws(() => at('/intern/x'), REFUSED)
})

test('R21 A1 · public is the very spelling that the operator listed, and no other', () => {
  for (const path of ['/assets/', '/assets/app.css', '/assets/My%20Logo.svg', '/health', '/health/deep']) {
    assert.equal(isPublicPath(path), true, path)
  }
  for (const path of [
    '/assets',
    '/Assets/app.css',
    '/assets//app.css',
    '/assets/x;y',
    '/assets/a%2fb',
    '/%61ssets/app.css',
    '/assets/%61',
    '/assetsx/app.css',
    '/healthy',
    '/x/assets/',
    '/health;/x',
  ]) {
    assert.equal(isPublicPath(path), false, path)
  }
})
