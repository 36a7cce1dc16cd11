import assert from 'node:assert/strict'
import { once } from 'node:events'
import { suite, test, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { INNER_ORIGIN, type InnerApp, startInnerApp } from '../support/inner-app.ts'
import { get, send, type Stand, startRawApp, startStand, statusOf } from './stand.ts'

interface Stage extends Stand {
  app: InnerApp
  /** Path prefix that people use. */
  outer: string
}

/** The app at `outer` for people and at `inner` for itself, beside another one. */
async function startStage(t: TestContext, { outer, inner }: { outer: string; inner: string }): Promise<Stage> {
  const app = await startInnerApp(t, inner)
  const path = inner === outer ? '' : `path: ${inner}`
  const stand = await startStand(t, app.url, {
    apps: `
  - { name: Cases, path: ${outer}, upstream: RAW, inner: { origin: "${INNER_ORIGIN}", ${path} }, public: ["${outer}open/", "${outer}ws"] }
  - { name: Backup, path: /backup/, upstream: "http://127.0.0.1:9", allow: { kinds: [direct] } }`,
  })
  return { ...stand, app, outer }
}

function fieldsOf(answer: string, name: string): string[] {
  return Array.from(answer.matchAll(new RegExp(`^${name}: (.*)\r$`, 'gim')), ([, value]) => value ?? '')
}

for (const { outer, inner } of [
  { outer: '/protection/', inner: '/' },
  { outer: '/protection/', inner: '/inner/' },
  { outer: '/', inner: '/inner/' },
  { outer: '/protection/', inner: '/protection/' },
]) {
  suite(`An app at ${outer} that knows only its inner name, and its pages at ${inner}`, () => {
    test('deep links reach it, and redirects lead back by the name that people use', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const origin = `http://${stage.host}`
      const locationOf = async (page: string): Promise<string | undefined> =>
        fieldsOf(await send(stage.port, get(`${outer}${page}`, stage)), 'location')[0]

      assert.match(await send(stage.port, get(`${outer}cases/7;v=%41?q=%zz`, stage)), /Cases: cases\/7;v=%41</)
      assert.equal(stage.app.heard.at(-1)?.url, `${inner}cases/7;v=%41?q=%zz`)
      assert.equal(await locationOf('old'), `${origin}${outer}cases?from=old#top`)
      assert.equal(await locationOf('folder'), `${outer}folder/`)
      assert.equal(await locationOf('away'), `https://sso.example/?back=${INNER_ORIGIN}${inner}`)

      const soon = await send(stage.port, get(`${outer}soon`, stage))
      assert.deepEqual(fieldsOf(soon, 'refresh'), [`5; url=${origin}${outer}cases`])
      assert.deepEqual(fieldsOf(soon, 'content-location'), [`${outer}soon.html`])
      const hints = await send(stage.port, get(`${outer}hints`, stage))
      assert.match(hints, /^HTTP\/1\.1 103 /)
      assert.deepEqual(fieldsOf(hints, 'link'), [
        `<${outer}style.css>; rel=preload`,
        `<${origin}${outer}next>; rel=next`,
      ])
    })

    test('R40 · its cookies are for the name that people use, each by itself, and the gateway’s stays its own', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const login = await send(stage.port, get(`${outer}login`, stage))
      assert.deepEqual(fieldsOf(login, 'set-cookie'), [
        `JSESSIONID=7; Path=${outer}; HttpOnly`,
        `theme=dark; Path=${outer}cases`,
        '__Host-mark=1; Secure; Path=/',
      ])
    })

    test('R24 · it hears its own name, where it stands for people, and what a client forges is dropped', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const fields = `Origin: http://${stage.host}\r\nReferer: http://${stage.host}${outer}cases\r\nX-Forwarded-Prefix: /forged\r\n`
      await send(stage.port, get(`${outer}cases`, stage, fields))
      const { headers } = stage.app.heard.at(-1) ?? {}
      assert.equal(headers?.host, 'cases.intern:8080')
      assert.equal(headers?.origin, INNER_ORIGIN)
      assert.equal(headers?.referer, `${INNER_ORIGIN}${inner}cases`)
      assert.equal(headers?.['x-forwarded-host'], stage.host)
      const told = outer === '/' || outer === inner ? undefined : '/protection'
      assert.equal(headers?.['x-forwarded-prefix'], told)
      assert.equal(headers?.['x-gatehouse-user'], 'maria@northwind.example')

      await send(stage.port, get(`${outer}cases`, stage, 'Origin: http://evil.example\r\n'))
      assert.equal(stage.app.heard.at(-1)?.headers.origin, 'http://evil.example')
    })

    test('R27 · WebSockets pass, those of its own pages alone, and a refusal leads by the name that people use', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const dial = (page: string) =>
        new WebSocket(`ws://127.0.0.1:${stage.port}${outer}${page}`, {
          headers: { Host: stage.host, Cookie: stage.cookie, Origin: `http://${stage.host}` },
        })
      const socket = dial('ws')
      await once(socket, 'open')
      socket.send('hello')
      const [said] = await once(socket, 'message')
      assert.equal(String(said), 'heard')
      socket.terminate()

      const moved = dial('elsewhere')
      moved.on('error', () => {})
      const [, answer] = await once(moved, 'unexpected-response')
      assert.equal(answer.headers.location, `http://${stage.host}${outer}ws`)
      moved.terminate()
    })

    test('R27 · a WebSocket that is open to everybody stays open while its path outside is public', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const socket = new WebSocket(`ws://127.0.0.1:${stage.port}${outer}ws`, {
        headers: { Host: stage.host, Origin: `http://${stage.host}` },
      })
      await once(socket, 'open')
      const cut = once(socket, 'close').then(() => ['cut off'])
      assert.notDeepEqual(await stage.gate.reload({ settings: 'stop_within: 20s' }), [])
      socket.send('hello')
      const [said] = await Promise.race([once(socket, 'message'), cut])
      assert.equal(String(said), 'heard')
      await stage.gate.reload({ apps: '  - { name: Backup, path: /backup/, upstream: "http://127.0.0.1:9" }' })
      await cut
    })

    test('A1 · public is what begins with the public path outside, whatever it becomes inside', async (t) => {
      const stage = await startStage(t, { outer, inner })
      const stranger = { ...stage, cookie: 'a=1' }
      const answer = await send(stage.port, get(`${outer}open/style.css`, stranger))
      assert.equal(statusOf(answer), 200)
      assert.equal(stage.app.heard.at(-1)?.url, `${inner}open/style.css`)
      assert.equal(stage.app.heard.at(-1)?.headers['x-gatehouse-user'], undefined)

      const heard = stage.app.heard.length
      for (const path of [`${outer}cases`, `${outer}open/%2e%2e/cases`, `${outer}open/..%2fcases`, `${outer}OPEN/x`]) {
        const refused = statusOf(await send(stage.port, get(path, stranger)))
        assert.ok(refused === 401 || refused === 400, `${path} was answered ${refused}`)
      }
      assert.equal(stage.app.heard.length, heard)
    })
  })
}

test('R21 · no spelling of a path leads out of the prefix, to a host, or to another app', async (t) => {
  const stage = await startStage(t, { outer: '/protection/', inner: '/' })
  for (const path of [
    '/protection/../backup/x',
    '/protection/%2e%2e/backup/x',
    '/protection/..%2fbackup',
    '/protection/..;/backup',
    '/protection/%252e%252e/x',
    '/protection/a%5c..%5cx',
    '/protection//evil.example/',
    '/protection/%2fevil.example/',
    '/protection/;x//evil.example/',
    '/protection%2f%2fevil.example/',
  ]) {
    const answer = await send(stage.port, get(path, stage))
    assert.equal(statusOf(answer), 400, path)
    assert.match(answer, /"code":"ambiguous_path"/)
  }
  const asking = get('/protection//evil.example/ws', stage, 'Upgrade: websocket\r\n')
  assert.equal(statusOf(await send(stage.port, asking)), 400)
  assert.deepEqual(stage.app.heard, [])
})

test('The bare prefix of an app that is at / inside gets its slash from the gateway, after signing in', async (t) => {
  const stage = await startStage(t, { outer: '/protection/', inner: '/' })
  const answer = await send(stage.port, get('/protection?a=/b', stage))
  assert.equal(statusOf(answer), 308)
  assert.deepEqual(fieldsOf(answer, 'location'), ['/protection/?a=/b'])
  assert.deepEqual(fieldsOf(answer, 'cache-control'), ['no-store'])
  assert.equal(statusOf(await send(stage.port, get('/protection', { ...stage, cookie: 'a=1' }))), 401)
  assert.deepEqual(stage.app.heard, [])
})

test('With a path alone the browser’s Host and Origin stay, and redirects to that Host are rewritten', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    const [, host = ''] = /^host: (.*)\r$/im.exec(head) ?? []
    return socket.write(`HTTP/1.1 302 Found\r\nLocation: https://${host}/login\r\nContent-Length: 0\r\n\r\n`)
  })
  const apps = '  - { name: Cases, path: /protection/, upstream: RAW, inner: { path: / } }'
  const stand = await startStand(t, app.url, { apps })
  const answer = await send(stand.port, get('/protection/x', stand, `Origin: http://${stand.host}\r\n`))
  assert.match(
    app.heads[0] ?? '',
    new RegExp(`^GET /x HTTP/1.1\r\nhost: ${stand.host}\r\n[^]*Origin: http://${stand.host}\r\n`, 'i'),
  )
  assert.deepEqual(fieldsOf(answer, 'location'), [`http://${stand.host}/protection/login`])
})

test('Expect, a form and its redirect: the body goes to the inner path, the person to the outer', async (t) => {
  const stage = await startStage(t, { outer: '/protection/', inner: '/inner/' })
  for (const expect of ['', 'Expect: 100-continue\r\n']) {
    const fields = `Origin: http://${stage.host}\r\nContent-Length: 3\r\n${expect}`
    const posted = get('/protection/cases/8', stage, fields).replace('GET', 'POST')
    const answer = await send(stage.port, `${posted}a=1`)
    assert.match(answer, /HTTP\/1\.1 303 /)
    assert.deepEqual(fieldsOf(answer, 'location'), [`http://${stage.host}/protection/cases/8?saved`])
    assert.equal(stage.app.heard.at(-1)?.url, '/inner/cases/8')
  }
})

test('An app that asks for nothing of this gets and gives everything as it is', async (t) => {
  const own =
    'Location: http://127.0.0.1/x\r\nSet-Cookie: a=1; Domain=cases.intern; Path=/inner\r\nRefresh: 0; url=/inner/\r\n'
  const app = await startRawApp(
    t,
    (socket) => void socket.write(`HTTP/1.1 302 Found\r\nContent-Length: 0\r\n${own}\r\n`),
  )
  const stand = await startStand(t, app.url, { apps: '  - { name: Cases, path: /protection/, upstream: RAW }' })
  const answer = await send(stand.port, get('/protection//x', stand))
  assert.match(app.heads[0] ?? '', /^GET \/protection\/\/x /)
  assert.ok(answer.toLowerCase().includes(own.toLowerCase()), answer)
})
