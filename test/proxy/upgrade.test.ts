import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import type { WebSocket } from 'ws'
import { get, okay, send, startRawApp, startStand, statusOf } from './stand.ts'
import { dial, dialRaw, handshake, startEcho, SWITCHING } from './websocket.ts'

test('R27 · a WebSocket passes, both ways, and the app hears who it is', async (t) => {
  const echo = await startEcho(t)
  const stand = await startStand(t, echo.url)
  const socket = dial(stand, '/ws?room=1', { 'X-Gatehouse_Role': 'admin' })
  await once(socket, 'open')
  for (const message of ['hello', 'x'.repeat(300_000)]) {
    socket.send(message)
    const [echoed] = await once(socket, 'message')
    assert.equal(String(echoed), message)
  }
  const [req] = echo.heard
  assert.equal(req?.url, '/ws?room=1')
  assert.equal(req?.headers['x-gatehouse-user'], 'maria@northwind.example')
  assert.equal(req?.headers['x-gatehouse-role'], 'member')
  assert.equal(req?.headers['x-forwarded-for'], '127.0.0.1')
  assert.equal(req?.headers.host, stand.host)
  assert.equal(req?.headers.cookie, undefined)
  assert.equal(
    req?.rawHeaders.some((name) => name.toLowerCase().includes('_role')),
    false,
  )
  socket.close()
  await once(socket, 'close')
})

test('A1 R27 · the guard decides about upgrades as about requests, and nothing of a refused one reaches an app', async (t) => {
  const app = await startRawApp(t)
  const apps = `
  - { name: Portal, path: /, upstream: RAW, websocket_origins: ["https://tools.example"] }
  - { name: Backup, path: /backup/, upstream: RAW, allow: { kinds: [direct] } }`
  const stand = await startStand(t, app.url, { apps })
  const anonymous = { ...stand, cookie: 'a=1' }
  const rows: [string, string, number, string?][] = [
    ['no session', handshake(anonymous), 401, 'sign_in_required'],
    ['a forged cookie', handshake({ ...stand, cookie: 'gatehouse=s%3Ax.y' }), 401, 'sign_in_required'],
    ['two cookies', handshake({ ...stand, cookie: `${stand.cookie}; ${stand.cookie}` }), 400, 'bad_request'],
    ['an app that is not for her', handshake(stand).replace('/ws', '/backup/ws'), 403, 'forbidden'],
    ['an ambiguous path', handshake(stand).replace('/ws', '/%62ackup/ws'), 400, 'ambiguous_path'],
    ['the gateway’s own path', handshake(stand).replace('/ws', '/_gatehouse/ws'), 403, 'forbidden'],
    ['another host', handshake(stand, { Host: 'evil.example' }), 421, 'unknown_host'],
    ['another origin', handshake(stand, { Origin: 'http://evil.example' }), 403, 'cross_site'],
    ['the same name, another port', handshake(stand, { Origin: 'http://localhost:1' }), 403, 'cross_site'],
    ['the same host, another scheme', handshake(stand, { Origin: `https://${stand.host}` }), 403, 'cross_site'],
    [
      'an origin that begins like ours',
      handshake(stand, { Origin: `http://${stand.host}.evil.example` }),
      403,
      'cross_site',
    ],
    ['a sandboxed frame', handshake(stand, { Origin: 'null' }), 403, 'cross_site'],
    ['no origin', handshake(stand, { Origin: null }), 403, 'cross_site'],
    ['two origins', handshake(stand, { origin: `http://evil.example` }), 403, 'cross_site'],
    ['another method', handshake(stand).replace('GET', 'POST'), 400, 'bad_request'],
    ['no key', handshake(stand, { 'Sec-WebSocket-Key': null }), 400, 'bad_request'],
    ['a body', handshake(stand, { 'Content-Length': '5' }), 400, 'bad_request'],
    ['several protocols', handshake(stand, { Upgrade: 'websocket, h2c' }), 400, 'bad_request'],
  ]
  for (const [what, request, status, code] of rows) {
    const answer = await send(stand.port, `${request}GET /smuggled HTTP/1.1\r\nHost: ${stand.host}\r\n\r\n`)
    assert.equal(statusOf(answer), status, `${what}: ${answer}`)
    assert.match(answer, new RegExp(`"code":"${code}"`), what)
    assert.match(answer, /\r\nConnection: close\r\n/, what)
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, what)
  }
  assert.deepEqual(app.heads, [])

  const version = await send(stand.port, handshake(stand, { 'Sec-WebSocket-Version': '8' }))
  assert.match(version, /^HTTP\/1\.1 426 [^]*\r\nSec-WebSocket-Version: 13\r\n/)
  assert.deepEqual(app.heads, [])
  const listed = await send(stand.port, handshake(stand, { Origin: 'https://tools.example' }))
  assert.equal(statusOf(listed), 200)
  assert.equal(app.heads.length, 1)
})

test('An upgrade to anything else is an ordinary request', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const answer = await send(
    stand.port,
    handshake(stand, { Upgrade: 'h2c', Connection: 'Upgrade, HTTP2-Settings, close', 'HTTP2-Settings': 'AAMAAABk' }),
  )
  assert.match(answer, /^HTTP\/1\.1 200 OK[^]*portal$/)
  assert.doesNotMatch(app.heads[0] ?? '', /upgrade|http2-settings/i)
})

test('R27 · what the client sends early waits until the app says 101', async (t) => {
  const go = Promise.withResolvers<void>()
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /ws')) void go.promise.then(() => socket.write(`${SWITCHING}\r\nfirst`))
    else socket.write(okay('portal'))
  })
  const stand = await startStand(t, app.url)
  const socket = dialRaw(stand.port, `${handshake(stand)}early`)
  while (app.heads.length === 0) await new Promise(setImmediate)
  socket.write('bird')
  // By the time that others were served, the gateway has had these bytes.
  for (let i = 0; i < 10; i++) await send(stand.port, get('/', stand))
  assert.doesNotMatch(app.bytes, /early|bird/)
  go.resolve()
  let back = ''
  while (!back.endsWith('first')) back += String((await once(socket, 'data'))[0])
  while (!app.bytes.endsWith('earlybird')) await new Promise(setImmediate)
  assert.match(back, /^HTTP\/1\.1 101 [^]*\r\n\r\nfirst$/)
  socket.destroy()
})

test('R23 R40 · fields of the 101 are cleaned like those of any answer', async (t) => {
  const app = await startRawApp(
    t,
    (socket) =>
      void socket.write(`${SWITCHING}Keep-Alive: timeout=5\r\nSet-Cookie: gatehouse=evil\r\nSet-Cookie: a=1\r\n\r\n`),
  )
  const stand = await startStand(t, app.url)
  const socket = dialRaw(stand.port, handshake(stand))
  const back = String((await once(socket, 'data'))[0])
  assert.match(back, /\r\nset-cookie: a=1\r\n/i)
  assert.match(back, /\r\nUpgrade: websocket\r\n/)
  assert.doesNotMatch(back, /gatehouse=|keep-alive/i)
  socket.destroy()
})

test('R27 · any other answer of the app is passed on, and nothing can ride behind it', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /ws/chunked')) {
      return socket.write('HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n')
    }
    if (head.startsWith('GET /ws/wrong')) return socket.write(`${SWITCHING.replace('s3pPLM', 'AAAAAA')}\r\n`)
    if (head.startsWith('GET /ws/silent')) return undefined
    if (head.startsWith('GET /ws/reset')) return socket.resetAndDestroy()
    return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nno')
  })
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { connect: 1s, response: 1s } }'
  const stand = await startStand(t, app.url, { apps })
  const smuggled = `GET /smuggled HTTP/1.1\r\nHost: ${stand.host}\r\nCookie: ${stand.cookie}\r\n\r\n`
  for (const [path, status] of [
    ['/ws/plain', 200],
    ['/ws/chunked', 400],
    ['/ws/wrong', 502],
    ['/ws/reset', 502],
    ['/ws/silent', 504],
  ] as const) {
    const answer = await send(stand.port, handshake(stand).replace('/ws', path) + smuggled)
    assert.equal(statusOf(answer), status, path)
    assert.match(answer, /\r\nConnection: close\r\n/i, path)
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, path)
    if (status < 500) assert.match(answer, /\r\n\r\nno$/, path)
  }
  assert.doesNotMatch(app.bytes, /smuggled/)
})

test('Both directions end together', async (t) => {
  const echo = await startEcho(t)
  const stand = await startStand(t, echo.url)
  const first = dial(stand)
  await once(first, 'open')
  const [app] = echo.clients
  if (app === undefined) throw new Error('the app saw no WebSocket')
  const appClosed = once(app, 'close')
  first.terminate()
  await appClosed

  const second = dial(stand)
  await once(second, 'open')
  const clientClosed = once(second, 'close')
  for (const socket of echo.clients) socket.terminate()
  await clientClosed
})

test('A6 R27 · sign-out closes the session’s WebSockets, and nobody else’s', async (t) => {
  const echo = await startEcho(t)
  const stand = await startStand(t, echo.url)
  const ada = await stand.gate.signedIn('ada')
  const hers = dial({ ...stand, cookie: ada.cookieHeader })
  const socket = dial(stand)
  await Promise.all([once(hers, 'open'), once(socket, 'open')])
  const closed = once(socket, 'close')
  assert.equal((await stand.maria.post('/_gatehouse/sign-out')).status, 303)
  await closed
  hers.send('still here')
  assert.equal(String((await once(hers, 'message'))[0]), 'still here')
  hers.close()
})

test('R27 · a WebSocket lives as long as its session: use keeps it, idleness and the absolute end close it', async (t) => {
  const minuteMs = 60_000
  t.mock.timers.enable({ apis: ['setInterval'] })
  const echo = await startEcho(t)
  const stand = await startStand(t, echo.url)
  const { clock } = stand.gate
  const speak = async (socket: WebSocket): Promise<void> => {
    socket.send('hello')
    await once(socket, 'message')
  }
  const recheck = (): void => t.mock.timers.tick(10_000)

  const busy = dial(stand)
  await once(busy, 'open')
  for (let i = 0; i < 14; i++) {
    clock.advance(50 * minuteMs)
    await speak(busy)
    recheck()
    await speak(busy)
  }
  const ended = once(busy, 'close')
  clock.advance(21 * minuteMs)
  recheck()
  await ended

  const again = await stand.gate.signedIn('ada')
  const idle = dial({ ...stand, cookie: again.cookieHeader })
  await once(idle, 'open')
  clock.advance(59 * minuteMs)
  recheck()
  await speak(idle)
  const slept = once(idle, 'close')
  clock.advance(61 * minuteMs)
  recheck()
  await slept
})

test('A reset on either side, at any moment, ends no process', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /ws/after')) socket.write(`${SWITCHING}\r\n`, () => socket.resetAndDestroy())
    else if (head.startsWith('GET /ws/before')) socket.resetAndDestroy()
    else socket.write(`${SWITCHING}\r\n`)
  })
  const stand = await startStand(t, app.url)
  for (const path of ['/ws/after', '/ws/before']) await send(stand.port, handshake(stand).replace('/ws', path))
  for (let i = 0; i < 20; i++) {
    const socket = dialRaw(stand.port, handshake(stand))
    await once(socket, 'connect')
    if (i % 3 === 0) await once(socket, 'data')
    if (i % 3 === 1) await new Promise(setImmediate)
    socket.resetAndDestroy()
  }
  while (app.sockets.size > 0) await new Promise(setImmediate)
  const socket = dialRaw(stand.port, handshake(stand))
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 101 /)
  socket.destroy()
})
