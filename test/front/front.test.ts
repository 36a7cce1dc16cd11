import assert from 'node:assert/strict'
import { request } from 'node:https'
import { test } from 'node:test'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { once } from 'node:events'
import { join } from 'node:path'
import { OTHERS_WORD } from '../../src/front/fields.ts'
import { startRawApp } from '../proxy/stand.ts'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { freePort } from '../support/free-port.ts'
import { CHALLENGE, PASSWORD, PEOPLE, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { startNginx } from '../support/nginx.ts'
import { rawRequest } from '../support/raw-request.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'
import type { Answer } from '../support/visitor.ts'
import { ASKED_BY_NGINX, type Heard, startEcho } from './stage.ts'

const [stores] = STORE_SETS
assert.ok(stores !== undefined)

/** As long as a location of nginx can be told from others by all of it. */
const LONGEST = `/images-${'a'.repeat(246)}`

test('An nginx that gatehouse front nginx configured, before apps that answer what they hear', async (t) => {
  const echo = await startEcho(t)
  const planting = await startEcho(t, {
    'Set-Cookie': [
      'gatehouse=planted; Path=/',
      'GATEHOUSE-browser = planted',
      'gatehouse-person=planted',
      '=gatehouse=planted; Path=/',
      'portal=1',
      'not-gatehouse=1',
    ],
    'X-Accel-Redirect': '/_gatehouse/authz',
    Location: 'http://inner.example/x',
  })
  const raw = await startRawApp(t)
  const old = `
  - { name: Old, path: /old/, upstream: "http://${echo}", identity: { headers: { X-Old-User: user }, assertion: false, basic: { username: gate, password: { env: SECRET } } } }`
  const apps = `
  - { name: Portal, path: /, upstream: "http://${echo}", public: [/open/, /favicon.ico, ${LONGEST}/] }
  - { name: Planting, path: /planting/, upstream: "http://${planting}" }
  - { name: Raw, path: /Raw/, upstream: "${raw.url}" }
  - { name: Cases, path: /cases/, upstream: "http://${planting}", inner: { origin: "http://inner.example", path: / } }
  - { name: Slow, path: /slow/, upstream: "http://${echo}", timeouts: { total: 1h } }${old}
`
  const gate = await startGateway(t, { stores, settings: ASKED_BY_NGINX, apps })
  const front = await startNginx(gate)
  t.after(() => front.close())
  const maria = (await gate.signedIn('maria')).copy({ port: front.port })
  const { host } = new URL(gate.origin)
  const rawAnswer = (line: string, ...lines: string[]) =>
    rawRequest(
      front.url,
      [
        `${line} HTTP/1.1`,
        `Host: ${host}`,
        `Cookie: ${maria.cookieHeader}`,
        ...lines,
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    )

  await t.test('R24 · what only a proxy may say reaches no app, not on public paths either', async () => {
    const forged = Object.fromEntries(
      [...OTHERS_WORD, 'X-Old-User', 'X-Gatehouse-User', 'X-Gatehouse-Assertion'].map((name) => [name, 'forged']),
    )
    // node:http sends none without chunks.
    const { Trailer: _, ...sent } = forged
    for (const path of ['/', '/open/', '/old/', '/slow/']) {
      const { headers } = heardBy(await maria.get(path, sent))
      const through = Object.entries(headers).filter(([, value]) => value.includes('forged'))
      assert.deepEqual(through, [], path)
    }
  })

  await t.test('an app hears who is there as it is configured, and nothing of the gateway’s', async () => {
    const { headers } = heardBy(await maria.get('/', { Authorization: 'Bearer own' }))
    assert.equal(headers['x-gatehouse-user'], PEOPLE.maria)
    assert.equal(headers.authorization, 'Bearer own')
    assert.equal(headers.host, host)
    assert.equal(headers['x-forwarded-host'], host)
    assert.equal(headers['x-forwarded-proto'], 'http')
    assert.equal(headers['x-forwarded-for'], '127.0.0.1')
    assert.equal(headers.via, 'HTTP/1.1 gatehouse')
    assert.equal(headers.cookie, undefined)
    // nginx passed on the one, and the gateway the other.
    assert.match(headers['x-request-id'] ?? '', /^\d+-[\d.]+-\d+-\d+$/)
    for (const [path, fields] of [
      ['/slow/', {}],
      ['/', { Accept: 'text/event-stream' }],
      ['/', { Connection: 'close, X-Odd', 'X-Odd': 'a' }],
    ] as const) {
      const heard = heardBy(await maria.get(path, { ...fields })).headers
      assert.match(heard['x-request-id'] ?? '', /^[0-9a-f-]{36}$/)
      assert.equal(heard['x-odd'], undefined)
    }
    const older = heardBy(await maria.get('/old/', { Authorization: 'Bearer own' })).headers
    assert.equal(older['x-old-user'], PEOPLE.maria)
    assert.equal(older['x-gatehouse-user'], undefined)
    assert.equal(older['x-gatehouse-assertion'], undefined)
    assert.match(older.authorization ?? '', /^Basic /)
    assert.equal((await maria.get('/old/')).headers['cache-control'], 'private')
    assert.equal((await maria.get('/open/')).headers['cache-control'], undefined)
    const open = heardBy(await maria.get('/open/')).headers
    assert.equal(open['x-gatehouse-user'], undefined)
  })

  await t.test('R40 · an app’s cookie under the gateway’s name is one that browsers refuse', async () => {
    const { headers } = await maria.copy().get('/planting/')
    assert.deepEqual(headers['set-cookie'], [
      'gatehouse=planted; Path=/; Secure',
      'GATEHOUSE-browser=planted; Secure',
      'gatehouse-person=planted; Secure',
      '=gatehouse=planted; Path=/; Secure',
      'portal=1',
      'not-gatehouse=1',
    ])
    assert.equal(headers.location, 'http://inner.example/x')
    assert.equal(headers.via, '1.1 gatehouse')
  })

  await t.test('R1 · what is done to cookies of apps is not done to the gateway’s own', async () => {
    const [direct, behind] = [gate.visitor(), gate.visitor({ port: front.port })]
    const own = attributesOf(await signIn(direct, 'dora'))
    assert.deepEqual(own, [
      'gatehouse-person; Path=/; HttpOnly; SameSite=Strict',
      'gatehouse; Path=/; HttpOnly; SameSite=Lax',
    ])
    assert.deepEqual(attributesOf(await signIn(behind, 'dora')), own)
  })

  await t.test('R21 · an app with an inner name gets it, and its redirects lead back by the outer one', async () => {
    const answer = await maria.get('/cases/a%2Fb?q=%zz')
    assert.equal(heardBy(answer).url, '/a%2Fb?q=%zz')
    assert.equal(heardBy(answer).headers.host, 'inner.example')
    assert.equal(answer.location, `http://${host}/cases/x`)
  })

  await t.test('R21 · an address goes to an app byte for byte, or as the gateway judges it', async () => {
    for (const path of ['/Raw/a/b?c=%2f&d', '/Raw/%20', '/Raw/%C3%A9?x', '/Raw', "/Raw/~!$&'()*+,=:@-._"]) {
      raw.heads.length = 0
      assert.equal((await rawAnswer(`GET ${path}`)).status, 200, path)
      assert.match(raw.heads[0] ?? '', new RegExp(`^GET ${path.replace(/[?$()*+.]/g, '\\$&')} HTTP`), path)
    }
    const odd = [
      '/open/..%2fold/',
      '/old/..%2fopen/',
      '/open/../old/',
      '/./open/',
      '/open/%2e%2e/old/',
      '//old/',
      '/open//../old/',
      '/open;a/',
      '/open/;/old/',
      '/OLD/',
      '/Old',
      '/raw/',
      '/RAW',
      '/%6fld/',
      '/open/%00',
      '/open\\..\\old',
      '/open/.',
      '/open/..',
      '/open/x#',
      '/open/?#',
      '/_gatehouse/../open/',
      '/_GATEHOUSE/authz',
      '/open/%252e%252e/old/',
    ]
    for (const path of odd) {
      for (const cookie of [maria.cookieHeader, 'a=1']) {
        const lines = [`Host: ${host}`, `Cookie: ${cookie}`, 'Connection: close', '', '']
        const asked = [`GET ${path} HTTP/1.1`, ...lines].join('\r\n')
        const [byNginx, byGateway] = [await rawRequest(front.url, asked), await rawRequest(gate.origin, asked)]
        assert.equal(byNginx.status, byGateway.status, `${path} ${cookie}`)
      }
    }
  })

  await t.test('R21 · the longest path that can be public opens nothing that begins like it', async () => {
    const stranger = gate.visitor({ port: front.port })
    for (const path of [`${LONGEST}/`, `${LONGEST}/x`]) assert.equal((await stranger.fetch(path)).status, 200, path)
    for (const path of ['/images-', '/images-b', LONGEST, LONGEST.slice(0, -1), `${LONGEST}a/`]) {
      assert.equal((await stranger.fetch(path)).status, 401, path)
    }
  })

  await t.test('/_gatehouse/authz answers no client, whatever way is tried', async () => {
    const question = ['X-Original-URL: http://x/', 'X-Original-Method: GET', 'Accept: text/event-stream']
    for (const path of [
      '/_gatehouse/authz',
      '/_gatehouse/authz?a',
      '/_gatehouse/authz/x',
      '/x/../_gatehouse/authz',
      '/_gatehouse/./authz',
      '//_gatehouse/authz',
      '/_gatehouse/%61uthz',
      '/_gatehouse%2fauthz',
    ]) {
      const { status, bytes } = await rawAnswer(`GET ${path}`, ...question)
      assert.ok(status >= 400, `${path}: ${status}`)
      assert.doesNotMatch(bytes, /x-gatehouse-user/i, path)
    }
  })

  await t.test('bodies pass, framed by length or in chunks, also where the gateway passes them on', async () => {
    for (const path of ['/', '/slow/']) {
      const whole = await maria.post(path, { a: 'b' })
      assert.equal(heardBy(whole).body, 'a=b')
      const chunked = await rawRequest(
        front.url,
        [
          `POST ${path} HTTP/1.1`,
          `Host: ${host}`,
          `Cookie: ${maria.cookieHeader}`,
          'Transfer-Encoding: chunked',
          'Connection: close',
          '',
          '3',
          'abc',
          '0',
          '',
          '',
        ].join('\r\n'),
      )
      assert.match(chunked.bytes, /"body":"abc"/)
    }
    // A form that is turned away gets to the gateway whole, which may keep it.
    const [byNginx, byGateway] = [
      await gate.visitor({ port: front.port }).post('/', FORM),
      await gate.visitor().post('/', FORM),
    ]
    assert.equal(byNginx.status, 401)
    const without = (text: string): string => text.replace(/[0-9a-f-]{36}|[\w-]{22,}/g, '…')
    assert.equal(without(byNginx.text), without(byGateway.text))
  })

  await t.test('A2 · a form that is sent after the session has ended is kept, and sent on', async () => {
    const other = (await gate.signedIn('ada')).copy({ port: front.port })
    await (await gate.signedIn('ada')).post('/_gatehouse/account/sessions/others')
    const kept = await other.post('/orders?draft=1', FORM)
    const resume = kept.location ?? assert.fail(`it is not kept: ${kept.status}`)
    gate.clock.advance(60_000)
    await signIn(other, 'ada', { next: resume })
    assert.equal((await other.post(CHALLENGE, { code: gate.lastCode() })).location, resume)
    const page = await other.post('/_gatehouse/resume', {
      for: new URL(resume, gate.origin).searchParams.get('for') ?? '',
    })
    assert.match(page.text, /<form method="post" action="\/orders\?draft=1"/)
    assert.equal(heardBy(await other.post('/orders?draft=1', FORM)).body, new URLSearchParams(FORM).toString())
  })

  await t.test('R20 · a Host that is none is refused, whatever it begins with', async () => {
    const ask = (field: string) =>
      rawRequest(front.url, `GET /open/ HTTP/1.1\r\nHost: ${field}\r\nConnection: close\r\n\r\n`)
    const [hostname = ''] = host.split(':')
    for (const good of [host, host.toUpperCase(), hostname]) assert.equal((await ask(good)).status, 200, good)
    for (const odd of [`${host}.evil.example`, `${host},${host}`, `${hostname}:x`, `${host}@evil.example`]) {
      assert.equal((await ask(odd)).status, 400, odd)
    }
  })

  await t.test('R20 · another host gets nothing but health', async () => {
    const at = (path: string) =>
      rawRequest(front.url, `GET ${path} HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n`)
    assert.equal((await at('/')).status, 421)
    assert.equal((await at('/open/')).status, 421)
    assert.equal((await at('/_gatehouse/sign-in')).status, 421)
    assert.equal((await at('/_gatehouse/health/live')).status, 200)
  })

  await t.test('an nginx that was configured from another gatehouse.yaml only gets slower', async () => {
    const moved = apps
      .replace('/slow/', '/slower/')
      .replace(
        '  - { name: Raw',
        `  - { name: New, path: /new/, upstream: "${raw.url}", allow: { kinds: [direct] } }\n  - { name: Raw`,
      )
    await gate.reload({ settings: ASKED_BY_NGINX, apps: moved })
    raw.heads.length = 0
    // What it kept, it uses for the rest of the second.
    const reloaded = performance.now()
    while ((await maria.get('/new/')).status !== 403) assert.ok(performance.now() - reloaded < 1000)
    assert.deepEqual(raw.heads, [])
    assert.equal(heardBy(await maria.get('/')).headers['x-gatehouse-user'], PEOPLE.maria)
    assert.ok(gate.logged.some((line) => line.includes('"decision":"front_outdated"')))
    await gate.reload({ settings: ASKED_BY_NGINX, apps })
  })

  await t.test('R13 · a gateway that is not there lets nobody in', async () => {
    const lost = await startNginx(gate, { gateways: [`127.0.0.1:${await freePort()}`] })
    const visitor = maria.copy({ port: lost.port })
    for (const path of ['/', '/open/', '/_gatehouse/sign-in']) assert.equal((await visitor.get(path)).status, 502)
    await lost.close()
  })
})

test('R1 R28 · TLS on both sides: the site’s certificate, and an app of an inner authority that asks for one', async (t) => {
  const dir = await tempDir(t)
  const [certificate, key] = [join(dir, 'a "b" \\c.pem'), join(dir, 'a;b{.key')]
  writeFileSync(certificate, CERTIFICATE)
  writeFileSync(key, KEY)
  const tls = { key: KEY, cert: CERTIFICATE, ca: CERTIFICATE, requestCert: true, rejectUnauthorized: true }
  const server = createServer(tls, (req, res) => res.end(JSON.stringify({ headers: req.headers })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  const upstream = `https://localhost:${address.port}`
  const trust = JSON.stringify({ ca: certificate, certificate, key })
  const gate = await startGateway(t, {
    stores,
    settings: `public_url: https://localhost\n${ASKED_BY_NGINX}`,
    apps: `
  - { name: Inner, path: /, upstream: "${upstream}", tls: ${trust}, public: [/open/] }
  - { name: Untrusted, path: /untrusted/, upstream: "${upstream}", public: [/untrusted/open/] }
`,
  })
  const front = await startNginx(gate, { tls: { certificate, key }, authorities: certificate })
  t.after(() => front.close())
  assert.equal((await overTls(front.port, '/')).status, 303)
  const heard = await overTls(front.port, '/open/')
  assert.equal(heard.status, 200)
  assert.equal(JSON.parse(heard.text).headers['x-forwarded-proto'], 'https')
  // It trusts the certificate, but shows none of its own.
  assert.equal((await overTls(front.port, '/untrusted/open/')).status, 502)
  // A browser keeps none of `__Host-` that is not Secure.
  const person = { username: PEOPLE.dora, password: PASSWORD }
  assert.deepEqual(attributesOf(await overTls(front.port, SIGN_IN, person)), [
    '__Host-gatehouse-person; Path=/; HttpOnly; Secure; SameSite=Strict',
    '__Host-gatehouse; Path=/; HttpOnly; Secure; SameSite=Lax',
  ])
})

const FORM = { a: 'b' }

type Read = Pick<Answer, 'status' | 'headers' | 'text'>

/** What is said of each cookie that an answer sets, without its value. */
function attributesOf({ headers }: Pick<Answer, 'headers'>): string[] {
  return (headers['set-cookie'] ?? []).map((cookie) => cookie.replace(/=[^;]*/, ''))
}

/** A page, or a form of the site's own pages that is posted. */
async function overTls(port: number, path: string, form?: Record<string, string>): Promise<Read> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    ca: CERTIFICATE,
    servername: 'localhost',
    agent: false,
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      Host: 'localhost',
      Accept: 'text/html',
      Origin: 'https://localhost',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
  })
  outgoing.end(form === undefined ? undefined : new URLSearchParams(form).toString())
  const [answer] = await once(outgoing, 'response')
  answer.setEncoding('utf8')
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode, headers: answer.headers, text }
}

function heardBy({ status, text }: Answer): Heard {
  assert.equal(status, 200, text)
  return JSON.parse(text)
}
