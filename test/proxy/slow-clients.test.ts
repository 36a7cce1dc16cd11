import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { setInterval as every } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { scrape } from '../support/scrape.ts'
import { get, handshake, okay, type RawApp, send, type Stand, startRawApp, startStand, statusOf } from './stand.ts'

/** The gateway before a raw app, with figures, and clients that are given one second. */
async function stage(
  t: TestContext,
  app: RawApp,
): Promise<Stand & { count: (name: string, labels?: object) => Promise<number> }> {
  const port = await freePort()
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { body: 1s, body_bytes_per_second: 1000 } }'
  const stand = await startStand(t, app.url, { apps, settings: `metrics: { listen: { port: ${port} } }` })
  return { ...stand, count: async (name, labels) => (await scrape(port)).of(`gatehouse_${name}`, { ...labels }) ?? 0 }
}

/** A connection to the gateway, and all that has come on it once it is closed. */
function dial({ port }: Pick<Stand, 'port'>): { socket: Socket; answer: Promise<string> } {
  const socket = connect({ port, host: '127.0.0.1' })
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => socket.destroy())
  return { socket, answer: once(socket, 'close').then(() => text) }
}

/** Sends a byte at a time, for as long as it is listened to. */
async function drip(socket: Socket): Promise<void> {
  for await (const _ of every(50)) {
    if (!socket.writable) return
    socket.write('x')
  }
}

async function allClosed({ sockets }: RawApp): Promise<void> {
  await Promise.all(Array.from(sockets, (socket) => new Promise((resolve) => socket.once('close', resolve))))
}

function post(path: string, stand: Stand, fields: string): string {
  return get(path, stand, fields).replace('GET', 'POST')
}

suite('R29 · a slow client holds no connection to an app', { concurrency: true }, () => {
  test('that never stops sending, but hardly sends anything: 408', async (t) => {
    const app = await startRawApp(t, () => {})
    const stand = await stage(t, app)
    const { socket, answer } = dial(stand)
    socket.write(post('/upload', stand, 'Content-Length: 1000000\r\n'))
    await drip(socket)
    assert.equal(statusOf(await answer), 408)
    assert.match(await answer, /"code":"request_timeout"/)
    await allClosed(app)
    assert.equal(await stand.count('slow_clients_total', { app: 'Portal', side: 'sending' }), 1)
  })

  test('that was asked for its body and says nothing more: 408', async (t) => {
    const app = await startRawApp(t, (socket) => void socket.write('HTTP/1.1 100 Continue\r\n\r\n'))
    const stand = await stage(t, app)
    const { socket, answer } = dial(stand)
    socket.write(post('/upload', stand, 'Content-Length: 10\r\nExpect: 100-continue\r\n'))
    assert.match(await answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 408 /)
    await allClosed(app)
    assert.equal(await stand.count('slow_clients_total', { app: 'Portal', side: 'sending' }), 1)
  })

  test('that sends at a pace is waited for, however long it takes', async (t) => {
    const body = 'x'.repeat(500)
    const app = await startRawApp(t, (socket) => {
      socket.on('data', () => {
        const [, sent = ''] = app.bytes.split('\r\n\r\n')
        if (sent.length === 10 * body.length) socket.write(okay('thanks'))
      })
    })
    const stand = await stage(t, app)
    const { socket, answer } = dial(stand)
    socket.write(post('/upload', stand, `Content-Length: ${10 * body.length}\r\n`))
    let sent = 0
    for await (const _ of every(250)) {
      socket.write(body)
      if (++sent === 10) break
    }
    assert.match(await answer, /^HTTP\/1\.1 200 [^]*thanks$/)
  })

  const ways: [way: string, request: (stand: Stand) => string][] = [
    ['', (stand) => get('/download', stand)],
    [', asked for with Expect', (stand) => get('/download', stand, 'Expect: 100-continue\r\nContent-Length: 0\r\n')],
    [', given where a WebSocket was asked for', (stand) => handshake('/download', stand)],
  ]
  for (const [way, request] of ways) {
    test(`that takes nothing of an answer is cut off${way}`, async (t) => {
      const app = await startRawApp(t, (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        const fill = (): void => {
          while (socket.writable && socket.write('x'.repeat(65_536)));
        }
        socket.on('drain', fill)
        fill()
      })
      const stand = await stage(t, app)
      const socket = connect({ port: stand.port, host: '127.0.0.1' })
      socket.on('error', () => {})
      socket.write(request(stand))
      await once(socket, 'readable')
      await allClosed(app)
      socket.destroy()
      assert.equal(await stand.count('slow_clients_total', { app: 'Portal', side: 'reading' }), 1)
      assert.equal(await stand.count('upstream_errors_total'), 0)
    })
  }

  test('whose head is too large gets 431, and 408 when it does not come in time', async (t) => {
    const app = await startRawApp(t)
    const stand = await stage(t, app)
    const slow = dial(stand)
    slow.socket.write(`GET / HTTP/1.1\r\nHost: ${stand.host}\r\n`)
    assert.equal(statusOf(await send(stand.port, get('/', stand, `X: ${'y'.repeat(17_000)}\r\n`))), 431)
    const begun = performance.now()
    assert.equal(statusOf(await slow.answer), 408)
    assert.ok(performance.now() - begun < 15_000)
    assert.equal(app.bytes, '')
    for (const status of ['431', '408']) assert.equal(await stand.count('broken_requests_total', { status }), 1, status)
  })
})
