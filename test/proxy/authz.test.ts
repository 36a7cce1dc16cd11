import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frontMarks } from '../../src/proxy/front-marks.ts'
import { startGateway } from '../support/gateway.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const APPS = `
  - { name: Portal, path: /, upstream: UPSTREAM, public: [/open/] }
  - { name: Backup, path: /backup/, upstream: UPSTREAM, allow: { kinds: [direct] } }
`
const AUTHZ = '/_gatehouse/authz'
const PAGE = ['Accept: text/html', 'Sec-Fetch-Mode: navigate']

interface Asking {
  method?: string
  path?: string
  lines?: string[]
}

/** What each kind of proxy sends about a request to `host`. */
type Kind = (host: string, asking: Required<Asking>) => { line: string; lines: string[] }

const forwarded: Kind = (host, { method, path }) => ({
  line: `GET ${AUTHZ}`,
  lines: [
    'Host: gatehouse:8080',
    `X-Forwarded-Method: ${method}`,
    `X-Forwarded-Host: ${host}`,
    `X-Forwarded-Uri: ${path}`,
  ],
})

const KINDS: Record<'nginx' | 'traefik' | 'caddy' | 'envoy', Kind> = {
  nginx: (host, { method, path }) => ({
    line: `GET ${AUTHZ}`,
    lines: [`Host: ${host}`, `X-Original-URL: http://${host}${path}`, `X-Original-Method: ${method}`],
  }),
  traefik: forwarded,
  caddy: forwarded,
  envoy: (host, { method, path }) => ({ line: `${method} ${AUTHZ}${path}`, lines: [`Host: ${host}`] }),
}

function settings(by: string, from = '127.0.0.1/32'): string {
  return `believed_proxies: [127.0.0.1/32]\nforward_auth: { by: ${by}, from: [${from}] }`
}

eachStoreSet((stores) => {
  test('Forward authentication: what other proxies are told', async (t) => {
    const gate = await startGateway(t, { stores, apps: APPS, settings: settings('nginx') })
    const maria = await gate.signedIn('maria')
    const { host } = new URL(gate.origin)
    const cookie = `Cookie: a=1; ${maria.cookieHeader}; b=2`
    const send = (line: string, lines: string[]): Promise<RawAnswer> =>
      rawRequest(gate.origin, [`${line} HTTP/1.1`, ...lines, 'Connection: close', '', ''].join('\r\n'))

    for (const [by, kind] of Object.entries(KINDS)) {
      await t.test(`by ${by}`, async (of) => {
        await gate.reload({ apps: APPS, settings: settings(by) })
        const ask = ({ method = 'GET', path = '/a', lines = [] }: Asking = {}): Promise<RawAnswer> => {
          const sent = kind(host, { method, path, lines })
          return send(sent.line, [...sent.lines, ...lines])
        }

        await of.test('yes, and who is there', async () => {
          for (const method of ['GET', 'POST', 'DELETE']) {
            const answer = await ask({ method, path: '/a?b=c', lines: [cookie] })
            assert.equal(answer.status, 200, answer.bytes)
            assert.equal(answer.headers.get('x-gatehouse-user'), 'maria@northwind.example')
            assert.match(answer.headers.get('x-gatehouse-assertion') ?? '', /^ey/)
            assert.equal(answer.headers.get('x-gatehouse-cookie'), 'a=1; b=2')
            assert.equal(answer.headers.get('cache-control'), 'no-store')
          }
        })

        await of.test('nobody there: a person is led to sign in, a program gets 401', async () => {
          const place = '/_gatehouse/sign-in?next=%2Fa%3Fb%3Dc'
          const led = await ask({ path: '/a?b=c', lines: PAGE })
          assert.equal(led.status, by === 'nginx' ? 401 : 303)
          assert.equal(led.headers.get('location'), by === 'nginx' ? undefined : place)
          const answer = await ask()
          assert.equal(answer.status, 401)
          assert.match(answer.bytes, /"code":"sign_in_required"/)
        })

        await of.test('R24 · on public paths nothing is said of anybody, and that is said', async () => {
          const answer = await ask({ path: '/open/a', lines: [cookie] })
          assert.equal(answer.status, 200)
          for (const name of ['user', 'role', 'company', 'assertion']) {
            assert.equal(answer.headers.get(`x-gatehouse-${name}`), '', name)
          }
        })

        await of.test('A1 R20 R21 · what the guard would refuse is refused', async () => {
          for (const [path, status] of [
            ['/backup/', 403],
            ['/open/..%2fa', 400],
            ['/open/../a', 400],
          ] as const) {
            assert.equal((await ask({ path, lines: [cookie] })).status, status, path)
          }
          assert.ok((await ask({ path: '/_gatehouse/sign-in', lines: [cookie] })).status >= 400)
          assert.equal((await ask({ method: 'TRACE', lines: [cookie] })).status, 405)
        })

        await of.test(
          'R27 · a WebSocket of another site is refused, whether its upgrade is passed on or not',
          async () => {
            const handshake = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13']
            const upgrade = ['Connection: Upgrade', 'Upgrade: websocket']
            for (const fields of [handshake, upgrade, [...handshake, ...upgrade]]) {
              const lines = [cookie, ...fields]
              assert.equal((await ask({ path: '/ws', lines: [...lines, `Origin: ${gate.origin}`] })).status, 200)
              assert.equal((await ask({ path: '/ws', lines: [...lines, 'Origin: https://evil.example'] })).status, 403)
              assert.equal((await ask({ path: '/ws', lines })).status, 403)
            }
          },
        )

        await of.test('what the other kinds send is the client’s, and changes nothing', async () => {
          for (const [name, other] of Object.entries(KINDS)) {
            if (other === kind) continue
            const sent = other(host, { method: 'GET', path: '/open/', lines: [] })
            const fields = sent.lines.filter((line) => !line.startsWith('Host:'))
            assert.equal((await ask({ lines: fields })).status, 401, name)
            assert.ok((await send(sent.line, sent.lines)).status >= 400, name)
          }
        })
      })
    }

    await t.test('a proxy that would pass it to another app than the gateway gets no', async () => {
      await gate.reload({ apps: APPS, settings: settings('nginx') })
      const { apps } = gate.configuration().settings
      const asked = async (path: string, mark: string | undefined): Promise<number> => {
        const { line, lines } = KINDS.nginx(host, { method: 'GET', path, lines: [] })
        return (await send(line, [...lines, cookie, `X-Gatehouse-App: ${mark}`])).status
      }
      const marks = frontMarks(apps)
      assert.equal(await asked('/a', marks.get('Portal')), 200)
      assert.equal(await asked('/open/a', marks.get('Portal')), 200)
      assert.equal(await asked('/a', marks.get('Backup')), 403)
      assert.equal(await asked('/open/a', marks.get('Backup')), 403)
      assert.equal(await asked('/a', frontMarks(apps.slice(0, 1)).get('Portal')), 403)
      assert.equal(await asked('/a', ''), 403)
    })

    await t.test('Half of a question, one that comes twice, one about another host, and none', async () => {
      for (const [by, lines] of [
        ['nginx', []],
        ['nginx', [`X-Original-URL: http://${host}/a`]],
        ['nginx', ['X-Original-URL: http://evil.example/', 'X-Original-Method: GET']],
        [
          'nginx',
          [`X-Original-URL: http://${host}/a`, `X-Original-URL: http://${host}/open/`, 'X-Original-Method: GET'],
        ],
        ['traefik', [`X-Forwarded-Host: ${host}`, 'X-Forwarded-Uri: /a']],
        [
          'traefik',
          [`X-Forwarded-Host: ${host}`, 'X-Forwarded-Uri: /a', 'X-Forwarded-Uri: /b', 'X-Forwarded-Method: GET'],
        ],
        ['envoy', []],
      ] as const) {
        await gate.reload({ apps: APPS, settings: settings(by) })
        const { status } = await send(`GET ${AUTHZ}`, [`Host: ${host}`, cookie, ...lines])
        assert.ok(status === 400 || status === 421, `${by} ${lines.join(' · ')}: ${status}`)
      }
    })

    await t.test('A6 · after sign-out the answer is no', async () => {
      await gate.reload({ apps: APPS, settings: settings('envoy') })
      assert.equal((await send(`GET ${AUTHZ}/a`, [`Host: ${host}`, cookie])).status, 200)
      await maria.post('/_gatehouse/sign-out')
      assert.equal((await send(`GET ${AUTHZ}/a`, [`Host: ${host}`, cookie])).status, 401)
    })

    await t.test('R25 · nobody else is told anything, and nobody at all unless it is configured', async () => {
      for (const others of [settings('envoy', '127.0.0.9/32'), 'believed_proxies: [127.0.0.1/32]']) {
        await gate.reload({ apps: APPS, settings: others })
        assert.equal((await send(`GET ${AUTHZ}/open/`, [`Host: ${host}`])).status, 403)
      }
    })
  })
})
