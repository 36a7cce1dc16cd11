import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import { PASSWORD, PEOPLE, SIGN_IN, startGateway } from '../support/gateway.ts'
import { okay, startRawApp } from '../proxy/stand.ts'
import { startNginx } from '../support/nginx.ts'
import { type RawAnswer, rawGet } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { Answer, Visitor } from '../support/visitor.ts'
import { ASKED_BY_NGINX, type Heard, startEcho } from './stage.ts'

/** nginx keeps a yes for the rest of the second: whose it is, for what, and until when, is held here. */
eachStoreSet((stores) => {
  test('What nginx keeps of the gateway’s answers', async (t) => {
    const ownDir = async (): Promise<string> => {
      const dir = await tempDir(t)
      chmodSync(dir, 0o755)
      return dir
    }
    const [echo, cacheDir] = [await startEcho(t), await ownDir()]
    const apps = (backup: string): string => `
  - { name: Portal, path: /, upstream: "http://${echo}", public: [/open/] }
  - { name: Backup, path: /backup/, upstream: "http://${echo}", allow: { kinds: [${backup}] } }
`
    const gate = await startGateway(t, { stores, settings: ASKED_BY_NGINX, apps: apps('direct') })
    const front = await startNginx(gate, { cacheDir })
    t.after(() => front.close())
    const behind = { port: front.port }
    const maria = (await gate.signedIn('maria')).copy(behind)
    const dora = (await gate.signedIn('dora')).copy(behind)

    await t.test('a yes is asked for once a second, not once a request', async () => {
      const before = askedSoFar()
      for (let i = 0; i < 20; i++) assert.equal(userOf(await maria.get(`/page/${i}?a=${i}`)), PEOPLE.maria)
      const asked = askedSoFar() - before
      assert.ok(asked > 0 && asked < 20, `${asked}`)
    })

    await t.test('two people never share an answer, on kept connections and at the same time', async () => {
      const both = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? maria : dora))
      const heard = await Promise.all(both.map(async (visitor) => userOf(await visitor.get('/shared'))))
      assert.deepEqual(
        heard,
        both.map((visitor) => (visitor === maria ? PEOPLE.maria : PEOPLE.dora)),
      )
    })

    await t.test('an answer about one app, or a public path, is none about another', async () => {
      assert.equal((await maria.get('/')).status, 200)
      assert.equal((await maria.get('/backup/')).status, 403)
      assert.equal((await maria.get('/backup')).status, 403)
      assert.equal((await dora.get('/backup/')).status, 200)
      const stranger = gate.visitor(behind)
      for (let i = 0; i < 3; i++) {
        assert.equal((await stranger.get('/open/')).status, 200)
        assert.equal((await stranger.fetch('/')).status, 401)
      }
      assert.equal(heardBy(await maria.get('/open/')).headers['x-gatehouse-user'], undefined)
    })

    await t.test('A24 · another network asks again, and so does another method', async () => {
      const asks = async (visitor: Visitor, method: 'get' | 'post'): Promise<number> => {
        const before = askedSoFar()
        assert.equal((await visitor[method]('/')).status, 200)
        return askedSoFar() - before
      }
      // Within one second of nginx: the first two must not lie on either side of its end.
      for (let tries = 0; ; tries++) {
        assert.ok(tries < 5)
        await asks(maria, 'get')
        if ((await asks(maria, 'get')) > 0) continue
        assert.equal(await asks(maria.copy({ from: '127.0.0.3' }), 'get'), 1)
        assert.equal(await asks(maria, 'post'), 1)
        break
      }
      assert.ok(gate.logged.some((line) => line.includes('"address":"127.0.0.3"')))
    })

    await t.test('A6 · a session that was ended is refused within the second', async () => {
      for (let round = 0; round < 3; round++) {
        const visitor = (await gate.signedIn('maria')).copy(behind)
        const elsewhere = visitor.copy()
        for (let i = 0; i < 5; i++) assert.equal((await visitor.fetch('/')).status, 200)
        await visitor.post('/_gatehouse/sign-out')
        const ended = performance.now()
        while ((await elsewhere.fetch('/')).status === 200) {
          assert.ok(performance.now() - ended < 1000, 'let in after more than a second')
        }
        for (let i = 0; i < 10; i++) assert.equal((await elsewhere.fetch('/')).status, 401)
      }
    })

    await t.test('a yes is readable for nginx alone', async () => {
      assert.equal((await dora.get('/')).status, 200)
      const kept = ['', ...readdirSync(cacheDir, { recursive: true, encoding: 'utf8' })].filter((name) =>
        name.startsWith('gatehouse_app'),
      )
      assert.ok(kept.some((name) => name.includes('/')))
      for (const name of kept) assert.equal(statSync(join(cacheDir, name)).mode & 0o077, 0, name)
    })

    await t.test('a no is never kept', async () => {
      const empty = await ownDir()
      const other = await startNginx(gate, { cacheDir: empty })
      const [hers, nobody] = [maria.copy({ port: other.port }), gate.visitor({ port: other.port })]
      const halfway = nobody.copy()
      await halfway.post(SIGN_IN, { username: PEOPLE.maria, password: PASSWORD, next: '/' })
      const hisToo = hers.copy({ headers: { Cookie: `${maria.cookieHeader}; ${dora.cookieHeader}` } })
      hisToo.cookies.clear()
      for (const [visitor, path, page, call] of [
        [nobody, '/', 303, 401],
        [halfway, '/', 303, 401],
        [hers, '/backup/', 403, 403],
        [hisToo, '/', 400, 400],
      ] as const) {
        assert.equal((await visitor.get(path)).status, page)
        assert.equal((await visitor.fetch(path)).status, call)
      }
      const files = readdirSync(empty, { recursive: true, encoding: 'utf8' })
      assert.deepEqual(
        files.filter((name) => /gatehouse_app.*\//.test(name)),
        [],
      )
      // Who may enter can change without nginx; it holds at once.
      await gate.reload({ settings: ASKED_BY_NGINX, apps: apps('direct, partner') })
      assert.equal((await hers.get('/backup/')).status, 200)
      await gate.reload({ settings: ASKED_BY_NGINX, apps: apps('direct') })
      await other.close()
    })

    await t.test('R40 · whatever stands in Cookie, nginx and the gateway read the same session, or none', async () => {
      const name = 'gatehouse'
      const [hers = '', his = ''] = [maria, dora].map(({ cookies }) => cookies.get(name))
      const fields = [
        [`${name}=${hers}`],
        [`${name}="${hers}"`],
        [`${name} = ${hers}`],
        [`\t${name}=${hers}\t`],
        [`${name.toUpperCase()}=${hers}`],
        [`${name}=${hers}; ${name}=${his}`],
        [`${name}=${his}`, `${name}=${hers}`],
        [`a=1`, `${name}=${hers}`],
        [`a="; ${name}=${hers}; b="`],
        [`a=1,${name}=${hers}`],
        [`${name}=${encodeURIComponent(hers)}`],
        [`${name}=${hers.replace('%3A', ':')}`],
        [`${name}=${hers.replace('%3A', '%3a')}`],
        [`x${name}=${hers}`],
        [`${name}=${hers}x`],
        [`${name}=; ${name}=${hers}`],
        [`=${name}=${hers}`],
        [`${name}=${hers.slice(0, -1)}`],
      ]
      for (const cookies of fields) {
        // Both are kept just before, so that a wrong key would find one of them.
        assert.equal(userOf(await maria.fetch('/')), PEOPLE.maria)
        assert.equal(userOf(await dora.fetch('/')), PEOPLE.dora)
        const [byNginx, byGateway] = [await raw(...cookies), await rawAt(gate.origin, cookies)]
        const said = (answer: RawAnswer): unknown[] => [
          answer.status,
          /"x-gatehouse-user":"[^"]*"/.exec(answer.bytes)?.[0],
        ]
        assert.deepEqual(said(byNginx), said(byGateway), cookies.join(' and '))
      }
    })

    await t.test('an app’s own cookies are always those of this very request', async () => {
      for (let i = 0; i < 5; i++) {
        maria.cookies.set('basket', `${i}`)
        assert.equal(heardBy(await maria.get('/')).headers.cookie, `basket=${i}`)
        assert.equal(heardBy(await maria.get('/open/')).headers.cookie, `basket=${i}`)
      }
      maria.cookies.delete('basket')
    })

    await t.test('R27 · an answer for a page is none for a WebSocket', async () => {
      assert.equal((await maria.get('/')).status, 200)
      const headers = { Host: new URL(gate.origin).host, Cookie: maria.cookieHeader }
      const open = (origin: string): WebSocket => new WebSocket(`ws://127.0.0.1:${front.port}/`, { headers, origin })
      const [, refused] = await once(
        open('https://evil.example').on('error', () => {}),
        'unexpected-response',
      )
      assert.equal(refused.statusCode, 403)
      const opened = open(gate.origin)
      await once(opened, 'open')
      const closed = once(opened, 'close', { signal: AbortSignal.timeout(1000) })
      await maria.post('/_gatehouse/sign-out')
      await closed
    })

    function askedSoFar(): number {
      return gate.logged.filter((line) => line.includes('"request":') && line.includes('"decision":"full_session"'))
        .length
    }

    function rawAt(origin: string, cookies: string[]): Promise<RawAnswer> {
      const lines = [`Host: ${new URL(gate.origin).host}`, ...cookies.map((cookie) => `Cookie: ${cookie}`)]
      return rawGet(origin, '/', lines)
    }

    function raw(...cookies: string[]): Promise<RawAnswer> {
      return rawAt(front.url, cookies)
    }
  })
})

test('A question is a closed list of facts, and only a plain yes is kept', async (t) => {
  const [stores] = STORE_SETS
  assert.ok(stores !== undefined)
  const apps = `  - { name: Portal, path: /, upstream: "http://${await startEcho(t)}", public: [/open/] }`
  const gate = await startGateway(t, { stores, settings: ASKED_BY_NGINX, apps })
  let answer = ''
  const gateway = await startRawApp(t, (socket, head) => {
    socket.write(head.includes('/_gatehouse/authz') ? answer : okay('the gateway'))
  })
  const front = await startNginx(gate, { gateways: [new URL(gateway.url).host] })
  t.after(() => front.close())
  const visitor = gate.visitor({ port: front.port })
  visitor.cookies.set('a', '1')
  const questions = (): string[] => gateway.heads.splice(0).filter((head) => head.includes('/_gatehouse/authz'))

  await t.test('of what a client sends, nothing but Cookie is in it', async () => {
    answer = okay('')
    await visitor.post(
      '/open/a?b=c',
      { d: 'e' },
      { 'X-Original-Url': 'http://x/', 'X-Gatehouse-App': 'x', 'X-Any': 'x' },
    )
    const [head = ''] = questions()
    const names = head
      .split('\r\n')
      .slice(1)
      .flatMap((line) => /^([^:]+):/.exec(line)?.[1] ?? [])
    const known = ['Cookie', 'Host', 'X-Forwarded-For', 'X-Gatehouse-App', 'X-Original-Method', 'X-Original-Url']
    assert.deepEqual(names.toSorted(), known)
    assert.match(head, /\r\nX-Original-Url: http:\/\/[^/]+\/open\/a\?b=c\r\n/)
    assert.match(head, /\r\nX-Original-Method: POST\r\n/)
  })

  await t.test('whatever else is answered, or with Set-Cookie, is asked for again', async () => {
    const empty = (status: number, fields = ''): string => `HTTP/1.1 ${status} x\r\nContent-Length: 0\r\n${fields}\r\n`
    const turnedAway = async (): Promise<number> => {
      questions()
      for (let i = 0; i < 3; i++) assert.equal((await visitor.get('/')).text, 'the gateway')
      return questions().length
    }
    for (const status of [301, 302, 303, 307, 400, 401, 403, 404, 405, 410, 421, 500, 502, 503, 504]) {
      answer = empty(status)
      assert.equal(await turnedAway(), 3, `${status}`)
    }
    answer = empty(403, 'Cache-Control: max-age=60\r\nExpires: Fri, 01 Jan 2100 00:00:00 GMT\r\n')
    assert.equal(await turnedAway(), 3)
    answer = empty(200, 'Set-Cookie: gatehouse=hers\r\n')
    for (let i = 0; i < 3; i++) assert.equal((await visitor.get('/')).headers['set-cookie'], undefined)
    assert.equal(questions().length, 3)
  })
})

function heardBy({ status, text }: Answer): Heard {
  assert.equal(status, 200, text)
  return JSON.parse(text)
}

function userOf(answer: Answer): string | undefined {
  return heardBy(answer).headers['x-gatehouse-user']
}
