import assert from 'node:assert/strict'
import { request } from 'node:http'
import { type Answer, Visitor } from '../support/visitor.ts'

const PAGES = ['/', '/?x=1', '/tickets/1', '//', '/%2e/flows', '/RED/', '/red;x=1/main.min.js']
const CALLS = ['/flows', '/settings', '/nodes', '/tickets/1', '/%66lows', '//flows', '/flows/', '/red/red.min.js']

/** Tries to reach Node-RED without a session, or with the cookies of one that has ended; every answer must be the gateway's own. */
export async function intrude(origin: string, cookies: Iterable<[string, string]> = []): Promise<void> {
  const visitor = new Visitor(origin)
  for (const [name, value] of cookies) visitor.cookies.set(name, value)

  for (const path of PAGES) {
    const { status, location } = await visitor.get(path)
    const toSignIn = status === 303 && location?.startsWith('/_gatehouse/sign-in?next=') === true
    assert.ok(toSignIn || status === 400, `GET ${path} was answered ${status} ${location ?? ''}`)
  }
  for (const path of CALLS) assertRefused(await visitor.fetch(path), `GET ${path}`)
  const asProgram = { Accept: '*/*', 'Sec-Fetch-Mode': 'cors', 'Content-Type': 'application/json' }
  for (const path of ['/flows', '/tickets/1']) {
    assertRefused(await visitor.post(path, {}, asProgram), `POST ${path}`)
  }
  assertRefused(await visitor.fetch('/flows', { 'X-Gatehouse-User': 'dora@backup.example' }), 'a forged identity')
  assert.equal(await upgradeStatus(origin, visitor.cookieHeader), 401)
}

function assertRefused({ status, headers, text }: Answer, what: string): void {
  assert.ok(status === 401 || status === 400, `${what} was answered ${status}`)
  assert.equal(headers['content-type'], 'application/problem+json', what)
  if (status === 401) assert.equal(JSON.parse(text).code, 'sign_in_required', what)
}

/** What opening the editor's WebSocket is answered with. */
async function upgradeStatus(origin: string, cookie: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    Origin: origin,
    Cookie: cookie,
  }
  const outgoing = request(`${origin}/comms`, { headers, agent: false })
  outgoing.on('response', ({ statusCode }) => resolve(statusCode))
  outgoing.on('upgrade', ({ statusCode }) => resolve(statusCode))
  outgoing.on('error', reject)
  outgoing.end()
  return promise.finally(() => outgoing.destroy())
}
