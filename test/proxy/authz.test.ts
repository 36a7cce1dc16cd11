import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGateway } from '../support/gateway.ts'
import { rawRequest } from '../support/raw-request.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const APPS = `
  - { name: Portal, path: /, upstream: UPSTREAM, public: [/open/] }
  - { name: Backup, path: /backup/, upstream: UPSTREAM, allow: { kinds: [direct] } }
`
const PAGE = ['Accept: text/html', 'Sec-Fetch-Mode: navigate']

eachStoreSet((stores) => {
  test('Forward authentication: what other proxies are told', async (t) => {
    const gate = await startGateway(t, { stores, apps: APPS, settings: 'believed_proxies: [127.0.0.1/32]' })
    const maria = await gate.signedIn('maria')
    const { host } = new URL(gate.origin)
    const cookie = `Cookie: a=1; ${maria.cookieHeader}; b=2`
    const ask = (lines: string[], { target = '/_gatehouse/authz', method = 'GET', Host = host } = {}) =>
      rawRequest(
        gate.origin,
        [`${method} ${target} HTTP/1.1`, `Host: ${Host}`, 'Connection: close', ...lines, '', ''].join('\r\n'),
      )
    const nginx = (path: string, method = 'GET') => [
      `X-Original-URL: http://${host}${path}`,
      `X-Original-Method: ${method}`,
    ]
    const traefik = (path: string, method = 'GET') => [
      `X-Forwarded-Method: ${method}`,
      `X-Forwarded-Host: ${host}`,
      `X-Forwarded-Uri: ${path}`,
    ]

    await t.test('Every way of asking gets the same yes, and who is there', async () => {
      for (const [lines, options] of [
        [nginx('/a?b=c'), {}],
        [traefik('/a?b=c', 'POST'), { Host: 'gatehouse:8080' }],
        [[], { target: '/_gatehouse/authz/a?b=c', method: 'DELETE' }],
      ] as const) {
        const answer = await ask([cookie, ...lines], options)
        assert.equal(answer.status, 200, answer.bytes)
        assert.equal(answer.headers.get('x-gatehouse-user'), 'maria@northwind.example')
        assert.match(answer.headers.get('x-gatehouse-assertion') ?? '', /^ey/)
        assert.equal(answer.headers.get('x-gatehouse-cookie'), 'a=1; b=2')
        assert.equal(answer.headers.get('cache-control'), 'no-store')
      }
    })

    await t.test(
      'Nobody there: a person is led to sign in, by whoever shows the answer; a program gets 401',
      async () => {
        const place = '/_gatehouse/sign-in?next=%2Fa%3Fb%3Dc'
        const shown = await ask([...traefik('/a?b=c'), ...PAGE])
        assert.equal(shown.status, 303)
        assert.equal(shown.headers.get('location'), place)
        const told = await ask([...nginx('/a?b=c'), ...PAGE])
        assert.equal(told.status, 401)
        assert.equal(told.headers.get('x-gatehouse-location'), place)
        for (const lines of [nginx('/a'), traefik('/a')]) {
          const answer = await ask(lines)
          assert.equal(answer.status, 401)
          assert.match(answer.bytes, /"code":"sign_in_required"/)
          assert.equal(answer.headers.get('x-gatehouse-location'), undefined)
        }
      },
    )

    await t.test('R24 · on public paths nothing is said of anybody, and that is said', async () => {
      const answer = await ask([cookie, ...nginx('/open/a')])
      assert.equal(answer.status, 200)
      for (const name of ['user', 'role', 'company', 'assertion']) {
        assert.equal(answer.headers.get(`x-gatehouse-${name}`), '', name)
      }
    })

    await t.test('A1 R21 · what the guard would refuse is refused', async () => {
      for (const [path, status] of [
        ['/backup/', 403],
        ['/open/..%2fa', 400],
        ['/open/../a', 400],
        ['/_gatehouse/sign-in', 403],
      ] as const) {
        assert.equal((await ask([cookie, ...nginx(path)])).status, status, path)
        assert.equal((await ask([cookie, ...traefik(path)])).status, status, path)
      }
      const elsewhere = ['X-Original-URL: http://evil.example/', 'X-Original-Method: GET']
      assert.ok((await ask([cookie, ...elsewhere])).status >= 400)
    })

    await t.test('Two ways of asking at once, half of one, one twice, and none, are refused', async () => {
      for (const lines of [
        [...nginx('/open/'), ...traefik('/a')],
        [...nginx('/a'), ...traefik('/open/')],
        [...nginx('/a'), 'X-Original-URL: http://localhost/open/'],
        [...traefik('/a'), 'X-Forwarded-Uri: /open/'],
        traefik('/a').slice(1),
        nginx('/a').slice(0, 1),
        [],
      ]) {
        assert.equal((await ask([cookie, ...lines])).status, 400, lines.join(' · '))
      }
    })

    await t.test('R27 · a WebSocket of another site is refused, whether its upgrade is passed on or not', async () => {
      const handshake = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13']
      const upgrade = ['Connection: Upgrade', 'Upgrade: websocket']
      for (const lines of [handshake, upgrade, [...handshake, ...upgrade]]) {
        for (const asked of [nginx('/ws'), traefik('/ws')]) {
          const sent = [cookie, ...asked, ...lines]
          assert.equal((await ask([...sent, `Origin: ${gate.origin}`])).status, 200)
          assert.equal((await ask([...sent, 'Origin: https://evil.example'])).status, 403)
          assert.equal((await ask(sent)).status, 403)
        }
      }
    })

    await t.test('A6 · after sign-out the answer is no', async () => {
      await maria.post('/_gatehouse/sign-out')
      assert.equal((await ask([cookie, ...nginx('/a')])).status, 401)
    })

    await t.test('R25 · who is no listed proxy is told nothing', async () => {
      await gate.reload({ settings: 'believed_proxies: [127.0.0.9/32]' })
      assert.equal((await ask([cookie, ...nginx('/open/')])).status, 403)
    })
  })
})
