import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { CHALLENGE, ENROLL_APP, ENROLL_PHONE, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import type { TestGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { rawRequest } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS } from '../support/store-sets.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

const [embedded] = STORE_SETS
assert.ok(embedded)
const stores = embedded

suite('an app that does not answer', () => {
  const FAILURES = [
    { name: 'refuses', connection: null, status: 502, code: 'upstream_unavailable' },
    {
      name: 'resets the connection',
      connection: (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()),
      status: 502,
      code: 'upstream_unavailable',
    },
    {
      name: 'closes the connection in the middle of its head',
      connection: (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nX-Half: ')),
      status: 502,
      code: 'upstream_unavailable',
    },
    {
      name: 'answers with something that is not HTTP',
      connection: (socket: Socket) => socket.once('data', () => socket.end('220 mail.internal ESMTP\r\n')),
      status: 502,
      code: 'upstream_unavailable',
    },
    { name: 'says nothing', connection: (socket: Socket) => socket, status: 504, code: 'upstream_timeout' },
  ]

  for (const { name, connection, status, code } of FAILURES) {
    test(`an app that ${name}: ${status} as page and JSON, without a word about where it is`, async (t) => {
      const port = await brokenApp(t, connection)
      const gate = await startGateway(t, { stores, apps: appsAt(port) })
      const maria = await gate.signedIn('maria')
      const [page, problem, ofPublicPath] = await Promise.all([
        maria.get('/broken/cases?id=7'),
        maria.fetch('/broken/api'),
        gate.visitor().get('/broken/public/x'),
      ])
      for (const answer of [page, problem, ofPublicPath]) {
        assert.equal(answer.status, status)
        const everything = JSON.stringify(answer.headers) + answer.text
        assert.doesNotMatch(everything, new RegExp(`127\\.0\\.0\\.1|${port}|ECONN|socket|undici|mail\\.internal`))
        assertOwnAnswer(answer)
      }
      assert.equal(problemCode(problem), code)
      assert.match(page.text, /href="\/broken\/cases\?id=7">Try again</)
      assertNamesRequest(gate, page, code)
    })
  }

  test('an app that resets after its headers: the answer is cut short, never made to look whole', async (t) => {
    const port = await brokenApp(t, (socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf', () => socket.resetAndDestroy()),
      ),
    )
    const gate = await startGateway(t, { stores, apps: appsAt(port) })
    const maria = await gate.signedIn('maria')
    await assert.rejects(maria.get('/broken/'), { code: 'ECONNRESET' })
    assert.equal((await maria.get('/')).status, 200, 'the gateway goes on')
  })

  test('an address with two slashes that fails is a page like any other, and "Try again" leads off no site', async (t) => {
    const gate = await startGateway(t, {
      stores,
      apps: '  - { name: Broken app, path: /, upstream: "http://127.0.0.1:1" }',
    })
    const maria = await gate.signedIn('maria')
    for (const path of ['//evil.example/x', '///evil.example', '/x//y']) {
      const page = await maria.get(path)
      assert.equal(page.status, 502, path)
      assert.doesNotMatch(page.text, /href="\/\//)
      assertNamesRequest(gate, page, 'upstream_unavailable')
    }
    assert.equal((await maria.get('/_gatehouse/account')).status, 200, 'the gateway goes on')
  })
})

eachStoreSet((set) => {
  test('an address below /_gatehouse/ that is none: 404 with a way on, JSON for a program', async (t) => {
    const gate = await startGateway(t, { stores: set })
    for (const path of ['/_gatehouse/nothing', '/_gatehouse/sign-in/', '/_gatehouse/Sign-In']) {
      const page = await gate.visitor().get(path)
      assert.equal(page.status, 404, path)
      assert.match(page.text, /<a [^>]*href="\/"/)
      assertOwnAnswer(page)
      assertNamesRequest(gate, page, 'not_found')
      assert.equal(problemCode(await gate.visitor().fetch(path)), 'not_found')
    }
  })

  test('/_gatehouse by itself leads to the account, or to signing in', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const maria = await gate.signedIn('maria')
    for (const path of ['/_gatehouse', '/_gatehouse/']) {
      assert.equal(await endOfTheWay(gate.visitor(), path), SIGN_IN)
      assert.equal(await endOfTheWay(maria, path), '/_gatehouse/account')
    }
  })

  test('an address that only forms post to leads to where the visitor belongs', async (t) => {
    const gate = await startGateway(t, { stores: set })
    await gate.enrolled('maria')
    const stranger = gate.visitor()
    const enrolling = gate.visitor()
    await signIn(enrolling, 'carl')
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const maria = await gate.signedIn('maria')
    const leads: [address: string, stranger: string, enrolling: string, waiting: string, maria: string][] = [
      ['/_gatehouse/sign-out', SIGN_IN, ENROLL_PHONE, CHALLENGE, '/_gatehouse/account'],
      ['/_gatehouse/enroll/later', SIGN_IN, ENROLL_PHONE, CHALLENGE, '/'],
      ['/_gatehouse/challenge/delivery', SIGN_IN, ENROLL_PHONE, CHALLENGE, '/'],
    ]
    for (const [address, ...ends] of leads) {
      for (const [index, visitor] of [stranger, enrolling, waiting, maria].entries()) {
        assert.equal(await endOfTheWay(visitor, address), ends[index], `${address} ${index}`)
      }
    }
    assert.equal((await maria.get('/')).status, 200, 'looking at it signed nobody out')
  })

  test('a method that an address does not know: 405 with Allow', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const maria = await gate.signedIn('maria')
    const answer = await maria.post('/_gatehouse/account')
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.allow, 'GET, HEAD')
    const deleted = await rawRequest(
      gate.origin,
      `DELETE ${SIGN_IN} HTTP/1.1\r\nHost: ${new URL(gate.origin).host}\r\nConnection: close\r\n\r\n`,
    )
    assert.equal(deleted.status, 405)
    assert.equal(deleted.headers.get('allow'), 'GET, HEAD, POST')
  })

  test('A4 R11 · back, reload, bookmark and second tab lead to the step that is owed', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const steps = [CHALLENGE, ENROLL_PHONE, ENROLL_APP, '/_gatehouse/enroll/done', '/_gatehouse/account']
    for (const step of steps) assert.equal(await endOfTheWay(gate.visitor(), step), SIGN_IN, `nobody at ${step}`)

    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '/cases' })
    assert.equal(await endOfTheWay(maria, CHALLENGE), ENROLL_PHONE)
    assert.equal(await endOfTheWay(maria, '/_gatehouse/enroll/done'), ENROLL_PHONE)
    assert.equal(await endOfTheWay(maria, '/_gatehouse/account'), ENROLL_PHONE)
    assert.equal((await maria.get(SIGN_IN)).status, 200, 'somebody else may sign in')

    const secondTab = maria.copy()
    assert.equal((await maria.post('/_gatehouse/enroll/later')).location, '/cases')
    const again = await maria.post('/_gatehouse/enroll/later')
    assert.deepEqual([again.status, again.location], [303, '/cases'], 'a second click')
    assert.match((await secondTab.post('/_gatehouse/enroll/later')).location ?? '', /^\/_gatehouse\/sign-in/)
    for (const step of [CHALLENGE, ENROLL_PHONE, ENROLL_APP]) {
      assert.equal(await endOfTheWay(maria, step), '/cases', `done, and back at ${step}`)
    }
    assert.equal((await maria.get(`${SIGN_IN}?next=%2Fx`)).location, '/x', 'back at the form, signed in')
  })

  test('a form sent after the session has ended leads to the sign-in page, which says so', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '/cases' })
    gate.clock.advance(15 * 60_000)
    for (const send of [
      () => maria.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' }),
      () => maria.post(ENROLL_APP, { code: '123456' }),
      () => maria.post(CHALLENGE, { code: '123456' }),
      () => maria.post('/_gatehouse/challenge/delivery', { channel: 'sms' }),
      () => maria.post('/_gatehouse/enroll/later'),
    ]) {
      const { status, location } = await send()
      assert.equal(status, 303)
      assert.match((await maria.get(location ?? '')).text, /Your session has ended/)
    }
    assert.equal(gate.sent.length, 0)
    const stranger = await gate.visitor().get(CHALLENGE)
    assert.equal(stranger.location, SIGN_IN, 'who had no session is not told that it ended')
  })

  test('a session that ended in the middle of work says so, and leads back to that work', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const maria = await gate.signedIn('maria')
    gate.clock.advance(12 * 3_600_000)
    const turned = await maria.get('/cases?id=7')
    const page = await maria.get(turned.location ?? '')
    assert.match(page.text, /Your session has ended/)
    assert.match(page.text, /name="next" value="\/cases\?id=7"/)
    assert.doesNotMatch((await gate.visitor().get((await gate.visitor().get('/')).location ?? '')).text, /has ended/)
  })

  test('R38 · forms that no page of ours sends are refused, and do nothing', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const good = 'username=maria%40northwind.example&password=correct-horse-battery'
    const many = (count: number): string => Array.from({ length: count }, (_, i) => `f${i}=`).join('&')
    const refused: [name: string, body: string, status: number, headers?: Record<string, string>][] = [
      ['too large', `${good}&next=${'x'.repeat(16 * 1024)}`, 413],
      ['too many fields', `${good}&${many(50)}`, 413],
      ['a field twice', `${good}&username=dora%40backup.example`, 400],
      ['a field twice, differently encoded', `${good}&user%6eame=dora%40backup.example`, 400],
      ['a null byte', `${good}&next=%00`, 400],
      ['no UTF-8', `${good}&next=%ff`, 400],
      ['a broken escape', `${good}&next=%zz`, 400],
      ['JSON', '{"username":"maria@northwind.example"}', 400, { 'Content-Type': 'application/json' }],
      ['multipart', good, 400, { 'Content-Type': 'multipart/form-data; boundary=x' }],
      ['no content type', good, 400, { 'Content-Type': '' }],
      ['compressed', good, 400, { 'Content-Encoding': 'gzip' }],
    ]
    for (const [name, body, status, headers] of refused) {
      const answer = await postBody(gate, body, headers)
      assert.equal(answer.status, status, name)
      assert.equal(answer.headers.get('set-cookie'), undefined, name)
      assert.equal(answer.headers.get('connection'), 'close', name)
    }
    assert.equal((await postBody(gate, `${good}&__proto__=x&constructor=y&next=/`)).status, 303)
    assert.equal(({} as Record<string, unknown>)['x'], undefined)
  })

  test('RFC 9110 §9.3.2 · HEAD of a page is its GET without the body', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const maria = await gate.signedIn('maria')
    for (const path of [SIGN_IN, '/_gatehouse/account', '/_gatehouse/nothing', '/backup/', '/_gatehouse/health/live']) {
      const got = await maria.get(path)
      const { host } = new URL(gate.origin)
      const lines = [`HEAD ${path} HTTP/1.1`, `Host: ${host}`, `Cookie: ${maria.cookieHeader}`, 'Accept: text/html']
      const head = await rawRequest(gate.origin, [...lines, 'Connection: close', '', ''].join('\r\n'))
      assert.equal(head.status, got.status, path)
      assert.ok(head.bytes.endsWith('\r\n\r\n'), path)
      for (const name of ['content-type', 'cache-control', 'content-security-policy', 'location']) {
        assert.equal(head.headers.get(name), got.headers[name], `${path} ${name}`)
      }
    }
  })

  test('R36 · every answer in the gateway’s own name is kept in no cache and bears its headers', async (t) => {
    const gate = await startGateway(t, { stores: set })
    const stranger = gate.visitor()
    const waiting = gate.visitor()
    await signIn(waiting, 'carl')
    const maria = await gate.signedIn('maria')
    const answers = await Promise.all([
      stranger.get('/'),
      stranger.fetch('/'),
      stranger.get(SIGN_IN),
      stranger.get('/_gatehouse/account'),
      stranger.get('/_gatehouse/nothing'),
      stranger.post(SIGN_IN, { username: 'nobody', password: 'nothing' }),
      stranger.post(SIGN_IN, {}, { 'Sec-Fetch-Site': 'cross-site' }),
      stranger.get('/%2e%2e/'),
      stranger.get('/_gatehouse/health/ready'),
      waiting.get('/'),
      waiting.get(ENROLL_PHONE),
      waiting.get(ENROLL_APP),
      waiting.post(ENROLL_PHONE, { country: 'GB', phone: '1' }),
      maria.get('/backup/'),
      maria.fetch('/backup/'),
      maria.get(SIGN_IN),
      maria.get('/_gatehouse/account'),
      maria.post('/_gatehouse/sign-out'),
    ])
    for (const answer of answers) assertOwnAnswer(answer)
  })
})

/** Where the redirects from an address end, without what follows the path; the portal counts as an end. */
async function endOfTheWay(visitor: Visitor, address: string): Promise<string> {
  let place = address
  for (let hops = 0; hops < 5; hops++) {
    if (!place.startsWith('/_gatehouse')) return place
    const answer = await visitor.get(place)
    if (answer.status === 200) return new URL(place, 'http://portal').pathname
    assert.equal(answer.status, 303, place)
    place = answer.location ?? ''
  }
  return assert.fail(`${address} leads round in circles`)
}

function assertOwnAnswer({ status, headers }: Answer): void {
  assert.equal(headers['cache-control'], 'no-store', String(status))
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/, String(status))
  assert.equal(headers['x-content-type-options'], 'nosniff', String(status))
  assert.equal(headers['referrer-policy'], 'same-origin', String(status))
  assert.equal(headers['x-powered-by'], undefined)
}

/** The page shows the id under which the log has the failure. */
function assertNamesRequest({ logged }: TestGateway, { text }: Answer, code: string): void {
  const [, id = 'no id'] = /class="request-id">([^<]+)</.exec(text) ?? []
  assert.ok(
    logged.some((line) => line.includes(id) && line.includes(`"${code}"`)),
    `${id} is not in the log`,
  )
}

async function postBody(gate: TestGateway, body: string, headers: Record<string, string> = {}) {
  const all: Record<string, string> = {
    Host: new URL(gate.origin).host,
    Accept: 'text/html',
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': String(body.length),
    Connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return rawRequest(gate.origin, `POST ${SIGN_IN} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** A port on which every connection is treated so; `null` is a port that nobody listens on. */
async function brokenApp(t: TestContext, connection: ((socket: Socket) => unknown) | null): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    connection?.(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const close = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  if (connection === null) close()
  else t.after(close)
  return address.port
}

function appsAt(port: number): string {
  return `
  - { name: Partner portal, path: /, upstream: UPSTREAM }
  - name: Broken app
    path: /broken/
    upstream: http://127.0.0.1:${port}
    public: [/broken/public/]
    timeouts: { response: 1s }
`
}
