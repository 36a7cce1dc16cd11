import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { freePort } from '../support/free-port.ts'
import { startGateway } from '../support/gateway.ts'
import { freshDatabase } from '../support/postgres.ts'
import { freshRedis } from '../support/redis.ts'
import { scrape } from '../support/scrape.ts'
import { scaleAt } from '../support/store-sets.ts'
import { openWire } from '../support/wire.ts'
import { get, handshake, okay, send, startRawApp, startStand, statusesOf, statusOf } from './stand.ts'

test('R29 · an app gets no more requests at a time than it can do, and a few may wait', async (t) => {
  /** Requests that reached the app and were not answered. */
  const held: Socket[] = []
  const reached = new EventTarget()
  const app = await startRawApp(t, (socket) => {
    held.push(socket)
    reached.dispatchEvent(new Event('one'))
  })
  const apps = '  - { name: Portal, path: /, upstream: RAW, concurrency: { requests: 2, waiting: 1, wait: 6s } }'
  const port = await freePort()
  const settings = `metrics: { listen: { port: ${port} } }`
  const stand = await startStand(t, app.url, { apps, settings })
  const load = async (state: string): Promise<number | undefined> =>
    (await scrape(port)).of('gatehouse_app_requests', { app: 'Portal', state })
  const untilHeld = async (count: number): Promise<void> => {
    while (held.length < count) await once(reached, 'one')
  }
  const answers = ['/1', '/2'].map((path) => send(stand.port, get(path, stand)))
  await untilHeld(2)

  await t.test('Who waits too long gets 503, and so does whoever finds no place to wait', async () => {
    const waiting = send(stand.port, get('/3', stand))
    // Both are on their way at once; one of them waits, the other finds the place taken.
    const [one, other] = await Promise.all([waiting, send(stand.port, get('/4', stand))])
    for (const answer of [one, other]) {
      assert.equal(statusOf(answer), 503)
      assert.match(answer, /\r\nRetry-After: 5\r\n/i)
      assert.match(answer, /"code":"busy"/)
    }
    assert.equal(app.heads.length, 2)
    const busy = { app: 'Portal', decision: 'busy', status: '5xx' }
    assert.equal((await scrape(port)).of('gatehouse_requests_total', busy), 2)
  })

  await t.test('A WebSocket handshake is a request until it is answered', async (of) => {
    const answer = await send(stand.port, handshake('/4', stand))
    assert.equal(statusOf(answer), 503)
    assert.match(answer, /"code":"busy"/)
    assert.equal(app.heads.length, 2)
    // A place of its own again, for what comes next.
    await of.waitFor(async () => assert.equal(await load('waiting'), 0))
  })

  await t.test(
    'When an answer is out it is the turn of the next, and what is under way counts after a reload',
    async (of) => {
      await stand.gate.reload({ settings: `${settings}\nstop_within: 20s` })
      const waiting = send(stand.port, get('/5', stand))
      await of.waitFor(async () => assert.equal(await load('waiting'), 1))
      assert.equal(await load('in_flight'), 2)
      assert.equal(app.heads.length, 2)
      held[0]?.write(okay('first'))
      await untilHeld(3)
      held[1]?.write(okay('second'))
      held[2]?.write(okay('third'))
      assert.match(await waiting, /third$/)
      assert.match((await Promise.all(answers)).join(), /first.*second/s)
      await of.waitFor(async () => assert.equal(await load('in_flight'), 0))
    },
  )

  await t.test('A handshake gives its place back as a WebSocket, and with the end of any other answer', async (of) => {
    const before = held.length
    const client = connect({ port: stand.port, host: '127.0.0.1' })
    client.write(handshake('/socket', stand))
    await untilHeld(before + 1)
    assert.equal(await load('in_flight'), 1)
    const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
    held[before]?.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const [head] = await once(client, 'data')
    assert.equal(statusOf(String(head)), 101)
    await of.waitFor(async () => assert.equal(await load('in_flight'), 0))
    const refused = send(stand.port, handshake('/no-socket', stand))
    await untilHeld(before + 2)
    held[before + 1]?.write(okay('page').slice(0, -1))
    assert.equal(await load('in_flight'), 1)
    held[before + 1]?.write('e')
    assert.match(await refused, /page$/)
    await of.waitFor(async () => assert.equal(await load('in_flight'), 0))
    client.destroy()
  })

  await t.test('A client that leaves gives its place back', async () => {
    const before = held.length
    const clients = [1, 2].map(() => {
      const client = connect({ port: stand.port, host: '127.0.0.1' })
      client.write(get('/left', stand))
      return client
    })
    await untilHeld(before + 2)
    for (const client of clients) client.resetAndDestroy()
    const next = send(stand.port, get('/next', stand))
    await untilHeld(before + 3)
    held.at(-1)?.write(okay('next'))
    assert.match(await next, /next$/)
  })
})

test('A6 · what waits for its turn when its session ends reaches no app', async (t) => {
  const first = Promise.withResolvers<Socket>()
  const app = await startRawApp(t, (socket) => first.resolve(socket))
  const apps = '  - { name: Portal, path: /, upstream: RAW, concurrency: { requests: 1, waiting: 3, wait: 1m } }'
  const port = await freePort()
  const stand = await startStand(t, app.url, { apps, settings: `metrics: { listen: { port: ${port} } }` })
  const carl = await stand.gate.signedIn('carl')
  const waiting = async (): Promise<number | undefined> =>
    (await scrape(port)).of('gatehouse_app_requests', { app: 'Portal', state: 'waiting' })

  const his = send(stand.port, get('/his', { host: stand.host, cookie: carl.cookieHeader }))
  const socket = await first.promise
  const hers = [stand.maria.get('/hers'), stand.maria.fetch('/hers')]
  const webSocket = send(stand.port, handshake('/hers', stand))
  await t.waitFor(async () => assert.equal(await waiting(), 3))
  await stand.maria.copy().post('/_gatehouse/sign-out')
  socket.write(okay('his'))
  assert.match(await his, /his$/)
  const [page, call] = await Promise.all(hers)
  assert.equal(page?.location, '/_gatehouse/sign-in?next=%2Fhers')
  assert.equal(call?.status, 401)
  assert.equal(statusOf(await webSocket), 401)
  assert.equal(app.heads.length, 1)
})

test('R29 · time: a client that stops half-way, and an app that takes too long in all', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /slow')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
  })
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { body: 1s, total: 2s } }'
  const stand = await startStand(t, app.url, { apps })

  await t.test('408 for a body that stops', async () => {
    const head = get('/upload', stand).replace('GET', 'POST').replace(/\r\n$/, 'Content-Length: 10\r\n\r\n')
    const answer = await send(stand.port, `${head}half`)
    assert.equal(statusOf(answer), 408)
    assert.match(answer, /"code":"request_timeout"/)
  })

  await t.test('504 when nothing was answered; half an answer is cut off', async () => {
    assert.equal(statusOf(await send(stand.port, get('/never', stand))), 504)
    assert.match(await send(stand.port, get('/slow', stand)), /^HTTP\/1\.1 200 [^]*half$/)
  })
})

test('R29 · an app that is silent in the middle of its answer is waited for no longer, an event stream is', async (t) => {
  const streams: Socket[] = []
  const app = await startRawApp(t, (socket, head) => {
    if (head.includes('/events')) {
      streams.push(socket)
      return void socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\ndata: 1\n\n')
    }
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
  })
  const port = await freePort()
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { idle: 1s } }'
  const stand = await startStand(t, app.url, { apps, settings: `metrics: { listen: { port: ${port} } }` })
  const expecting = 'Expect: 100-continue\r\nContent-Length: 0\r\n'
  const listening = ['', expecting].map((fields) => send(stand.port, get('/events', stand, fields)))
  const halves = [get('/half', stand), get('/half', stand, expecting), handshake('/half', stand)].map((request) =>
    send(stand.port, request),
  )
  for (const half of await Promise.all(halves)) assert.match(half, /^HTTP\/1\.1 200 [^]*half$/)
  const { of } = await scrape(port)
  assert.equal(of('gatehouse_upstream_errors_total', { app: 'Portal', kind: 'timeout' }), 3)
  assert.equal(streams.length, 2)
  for (const stream of streams) stream.end('data: 2\n\n')
  for (const events of await Promise.all(listening)) assert.match(events, /data: 1\n\n[^]*data: 2\n\n/)
})

test('R29 · the time in all runs while the app is being connected to', async (t) => {
  const app = await startRawApp(t)
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { connect: 30s, total: 1s } }'
  // It takes the connection, and never says a word of TLS.
  const stand = await startStand(t, app.url.replace('http:', 'https:'), { apps })
  for (const request of [
    get('/', stand),
    get('/', stand, 'Content-Length: 3\r\n').replace('GET', 'POST') + 'abc',
    get('/', stand, 'Expect: 100-continue\r\nContent-Length: 3\r\n').replace('GET', 'POST'),
  ]) {
    const begun = performance.now()
    const answer = await send(stand.port, request)
    assert.equal(statusOf(answer), 504)
    assert.match(answer, /"code":"upstream_timeout"/)
    assert.ok(performance.now() - begun < 10_000)
  }
  assert.deepEqual(app.heads, [])
})

test('R29 · one address holds so many connections and no more; a believed proxy holds everybody’s', async (t) => {
  const app = await startRawApp(t)
  const port = await freePort()
  const settings = `limits: { connections_per_address: 3 }
believed_proxies: [127.0.0.8/32]
metrics: { listen: { port: ${port} } }`
  const stand = await startStand(t, app.url, { settings })
  const open = async (localAddress: string): Promise<Socket> => {
    const socket = connect({ port: stand.port, host: '127.0.0.1', localAddress })
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  const answerOn = async (socket: Socket): Promise<string> => {
    socket.write(get('/', stand))
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    await once(socket, 'close')
    return text
  }

  const held = [await open('127.0.0.5'), await open('127.0.0.5'), await open('127.0.0.5')]
  const refused = await answerOn(await open('127.0.0.5'))
  assert.equal(statusOf(refused), 503)
  assert.match(refused, /\r\nRetry-After: 5\r\n/)
  assert.equal((await scrape(port)).of('gatehouse_connections_refused_total'), 1)
  assert.equal(statusOf(await answerOn(await open('127.0.0.6'))), 200)

  const [first] = held
  assert.ok(first !== undefined)
  assert.equal(statusOf(await answerOn(first)), 200)
  assert.equal(statusOf(await answerOn(await open('127.0.0.5'))), 200)

  const behind = await Promise.all(Array.from({ length: 6 }, () => open('127.0.0.8')))
  for (const socket of behind) assert.equal(statusOf(await answerOn(socket)), 200)
  for (const socket of held) socket.destroy()
})

test('R29 · what comes on a connection that is one too many is looked at by nobody', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, { settings: 'limits: { connections_per_address: 1 }' })
  const held = connect({ port: stand.port, host: '127.0.0.1' })
  await once(held, 'connect')
  for (const bytes of [
    get('/refused', stand),
    get('/refused', stand).replace('Connection: close\r\n', '').repeat(3),
    get('/refused', stand, 'Content-Length: 5\r\n').replace('GET', 'POST') + 'hello',
    get('/refused', stand, 'Expect: 100-continue\r\nContent-Length: 5\r\n').replace('GET', 'POST'),
    get('/refused', stand, 'Expect: something\r\n'),
    handshake('/refused', stand),
    get('/refused', stand).replace('GET /refused', 'CONNECT localhost:80'),
    'no HTTP at all\r\n\r\n',
  ]) {
    assert.equal(statusesOf(await send(stand.port, bytes)), '503', bytes)
  }
  assert.deepEqual(app.heads, [])
  assert.doesNotMatch(stand.gate.logged.join(''), /refused/)
  held.destroy()
})

test('R29 · a client that leaves while its session is read gives its place at the app back', async (t) => {
  const app = await startRawApp(t)
  const wire = await openWire(t, await freshRedis())
  const gate = await startGateway(t, {
    stores: scaleAt(await freshDatabase(), wire.url),
    apps: `  - { name: Portal, path: /, upstream: "${app.url}", concurrency: { requests: 1, waiting: 0 } }`,
  })
  t.after(() => wire.release())
  const maria = await gate.signedIn('maria')
  const visitor = { host: new URL(gate.origin).host, cookie: maria.cookieHeader }
  const port = Number(new URL(gate.origin).port)

  wire.hold()
  const client = connect({ port, host: '127.0.0.1' })
  client.write(get('/left', visitor))
  // Served by the gateway itself: by the time that these are out, it has read what the client wrote before.
  for (let i = 0; i < 5; i++) await send(port, get('/_gatehouse/health/live', visitor))
  client.resetAndDestroy()
  await t.waitFor(() => assert.match(gate.logged.join(''), /"path":"\/left"[^\n]*"status":499/), { timeout: 5000 })
  wire.release()
  assert.equal(statusOf(await send(port, get('/next', visitor))), 200)
  assert.equal(statusOf(await send(port, get('/next', visitor))), 200)
  assert.doesNotMatch(app.bytes, /left/)
})
