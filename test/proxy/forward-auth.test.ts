import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { CHALLENGE, PASSWORD, PEOPLE, SIGN_IN, startGateway, type TestGateway } from '../support/gateway.ts'
import { type Behind, startCaddy } from '../support/front-proxies.ts'
import { startNginx } from '../support/nginx.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import type { Answer } from '../support/visitor.ts'

const PROXIES = {
  nginx: (gate: TestGateway) => startNginx(gate),
  Caddy: (_gate: TestGateway, behind: Behind) => startCaddy(behind),
}

for (const [name, start] of Object.entries(PROXIES)) {
  test(`Behind ${name}, which asks about every request`, async (t) => {
    const [stores] = STORE_SETS
    assert.ok(stores !== undefined)
    const app = await startApp(t)
    const gate = await startGateway(t, {
      stores,
      settings: `believed_proxies: [127.0.0.1/32]\nforward_auth: { by: ${name.toLowerCase()}, from: [127.0.0.1/32] }`,
      apps: `
  - { name: Portal, path: /, upstream: "http://${app}", public: [/open/] }
  - { name: Backup, path: /backup/, upstream: "http://${app}", allow: { kinds: [direct] } }
`,
    })
    const { host } = new URL(gate.origin)
    const front = await start(gate, { host, gateway: `127.0.0.1:${new URL(gate.origin).port}`, app })
    t.after(() => front.close())
    const visitor = gate.visitor({ port: front.port })
    await gate.enrolled('maria')

    await t.test('A2 · a navigation is led to the sign-in page and back; anything else is 401', async () => {
      const led = await visitor.get('/reports?of=today')
      assert.equal(led.status, 303, led.text)
      assert.equal(led.location, `${SIGN_IN}?next=%2Freports%3Fof%3Dtoday`)
      assert.equal((await visitor.fetch('/reports')).status, 401)
    })

    await t.test('A4 · password, then the factor, then the portal, which hears who is there', async () => {
      const first = await visitor.post(SIGN_IN, { username: PEOPLE.maria, password: PASSWORD, next: '/reports' })
      assert.equal(first.location, CHALLENGE)
      assert.equal((await visitor.get('/reports')).location, CHALLENGE)
      const last = await visitor.post(CHALLENGE, { code: gate.lastCode() })
      assert.equal(last.location, '/reports')
      visitor.cookies.set('portal', 'its own')
      const heard = headersOf(await visitor.get('/reports'))
      assert.equal(heard['x-gatehouse-user'], PEOPLE.maria)
      assert.equal(heard['x-gatehouse-company'], 'northwind')
      assert.match(heard['x-gatehouse-assertion'] ?? '', /^ey/)
      assert.equal(heard.cookie, 'portal=its own')
      assert.equal(heard['x-gatehouse-cookie'], undefined)
    })

    await t.test('R24 · what a client says about itself reaches no app, on public paths too', async () => {
      const forged = { 'X-Gatehouse-User': PEOPLE.ada, 'X-Gatehouse-Role': 'admin', X_Gatehouse_Role: 'admin' }
      const heard = headersOf(await visitor.get('/', forged))
      assert.equal(heard['x-gatehouse-user'], PEOPLE.maria)
      assert.equal(heard['x-gatehouse-role'], 'member')
      assert.equal(heard.x_gatehouse_role, undefined)
      const nobody = headersOf(await gate.visitor({ port: front.port }).get('/open/', forged))
      for (const field of ['x-gatehouse-user', 'x-gatehouse-role', 'x_gatehouse_role']) {
        assert.equal(nobody[field] ?? '', '', field)
      }
    })

    await t.test('R23 R24 · in no spelling, and Connection takes nothing away', async () => {
      const spelled = ['X-Gatehouse_Role', 'X_Gatehouse-Role', 'X.Gatehouse.Role', 'x-gatehouse.role']
      const forged = Object.fromEntries(spelled.map((field) => [field, 'admin']))
      for (const path of ['/', '/open/']) {
        const heard = headersOf(await visitor.get(path, forged))
        assert.deepEqual(
          Object.values(heard).filter((value) => value === 'admin'),
          [],
          path,
        )
      }
      const named = { Connection: 'close, X-Gatehouse-User, X-Gatehouse-Role' }
      assert.equal(headersOf(await visitor.get('/', named))['x-gatehouse-user'], PEOPLE.maria)
    })

    await t.test('R20 R27 · no other upgrade passes, no other host is served, and no TRACE', async () => {
      const fields = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']
      const raw = (line: string, lines: string[]): Promise<RawAnswer> =>
        rawRequest(front.url, [line, ...lines, '', ''].join('\r\n'))
      const upgraded = await raw('GET /open/ HTTP/1.1', [`Host: ${host}`, ...fields, 'Connection: close'])
      assert.notEqual(upgraded.status, 101)
      assert.doesNotMatch(upgraded.bytes, /h2c/)
      const elsewhere = ['Host: elsewhere.example', 'Connection: close']
      const absolute = await raw(`GET http://${host}/reports HTTP/1.1`, elsewhere)
      assert.ok(absolute.status >= 300, absolute.bytes)
      const trace = [`Host: ${host}`, `Cookie: ${visitor.cookieHeader}`, 'Connection: close']
      assert.ok((await raw('TRACE / HTTP/1.1', trace)).status >= 400)
    })

    await t.test('Fields that other proxies ask with change nothing but one’s own answer', async () => {
      const stranger = gate.visitor({ port: front.port })
      for (const forged of [
        { 'X-Forwarded-Uri': '/open/', 'X-Forwarded-Method': 'GET', 'X-Forwarded-Host': host },
        { 'X-Original-URL': `${gate.origin}/open/`, 'X-Original-Method': 'GET' },
      ]) {
        const { status, text } = await stranger.get('/reports', forged)
        assert.ok(status >= 300, `${status} ${text}`)
        assert.doesNotMatch(text, /x-forwarded-for|user-agent|"host"/i)
      }
    })

    await t.test('An app that is not for this account is 403, and an ambiguous path reaches none', async () => {
      assert.equal((await visitor.get('/backup/')).status, 403)
      assert.ok((await visitor.get('/open/..%2freports')).status >= 400)
      assert.ok((await visitor.get('/_gatehouse/authz')).status >= 400)
    })

    await t.test('R27 · WebSockets pass with the site’s own origin, and with no other', async () => {
      const opened = webSocket(gate.origin)
      await once(opened, 'open')
      opened.send('hello')
      const [said] = await once(opened, 'message')
      assert.match(String(said), /hello/)
      opened.terminate()
      const [, answer] = await once(
        webSocket('https://evil.example').on('error', () => {}),
        'unexpected-response',
      )
      assert.ok(answer.statusCode >= 400)
    })

    await t.test('A6 · after signing out, the next request is turned away', async () => {
      await visitor.post('/_gatehouse/sign-out')
      assert.equal((await visitor.fetch('/reports')).status, 401)
    })

    function webSocket(origin: string): WebSocket {
      const headers = { Host: host, Cookie: visitor.cookieHeader }
      return new WebSocket(`ws://127.0.0.1:${front.port}/ws`, { headers, origin })
    }
  })
}

/** Answers with the headers that it received, and WebSockets with what they said. */
async function startApp(t: TestContext): Promise<string> {
  const server = createServer((req, res) => res.end(JSON.stringify(req.headers)))
  const webSockets = new WebSocketServer({ server })
  webSockets.on('connection', (socket) => socket.on('message', (said: Buffer) => socket.send(said)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `127.0.0.1:${address.port}`
}

function headersOf({ status, text }: Answer): Record<string, string> {
  assert.equal(status, 200)
  return JSON.parse(text)
}
