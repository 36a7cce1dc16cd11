/*
 * The other way round: an app, or what broke in it, answers with bytes that can be read in two ways, or with more or less than it said.
 * The client gets 502, or an answer that is plainly cut off, and never a byte of another answer; the connection to the app is
 * closed and not used again, for the next one on it might be somebody else's.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { get, handshake, okay, type RawApp, send, type Stand, startRawApp, startStand, statusesOf } from './stand.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`
const EVIL = 'HTTP/1.1 200 OK\r\nSet-Cookie: evil=1\r\nContent-Length: 4\r\n\r\nevil'
const field = (line: string): string => `${HEAD}${line}\r\nContent-Length: 2\r\n\r\nok`

/** Nothing of these comes through. */
const REFUSED = [
  'ok',
  'SSH-2.0-OpenSSH\r\n',
  ' HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'ICY 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 099 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 +200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1\t200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 200 OK\nContent-Length: 2\n\nok',
  'HTTP/1.1 200 OK\rContent-Length: 2\r\n\r\nok',
  ...[
    'X: y\nSet-Cookie: evil=1',
    'X: y\rSet-Cookie: evil=1',
    'X: y\r\n z',
    'X: y\r',
    ' X: y',
    'X : y',
    'X',
    ': y',
    'X(: y',
    'X\x00: y',
    'X: y\x00',
    'X: y\x01',
    'X: y\x7f',
    `X: ${'y'.repeat(20_000)}`,
    'Content-Length: 2',
    'Content-Length: 3',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: x',
  ].map(field),
  ...['', '2, 2', '+2', '-2', '0x2', '2.0', '2 2', '"2"', '99999999999999999999999', '18446744073709551615'].map(
    (length) => `${HEAD}Content-Length: ${length}\r\n\r\nok`,
  ),
  `${HEAD}Content-Length : 2\r\n\r\nok`,
  ...[
    'gzip',
    'identity',
    'x',
    'xchunked',
    'chunked, identity',
    'chunked, chunked',
    'gzip, chunked',
    ',chunked',
    '\x0bchunked',
    'chunked\r\nTransfer-Encoding: chunked',
    'identity\r\nTransfer-Encoding: chunked',
    'chunked\r\nContent-Length: 2',
  ].map((coding) => `${HEAD}Transfer-Encoding: ${coding}\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
  `HTTP/1.1 101 Switching Protocols\r\n\r\n${EVIL}`,
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n${EVIL}`,
]

/** The head of these is passed on, and then the client is cut off. */
const CUT_OFF = [
  ...[
    '2\nok\r\n',
    '2\r\nok\n',
    '2\r\nokk\r\n',
    '2\r\no\r\n',
    '+2\r\nok\r\n',
    '-2\r\nok\r\n',
    '0x2\r\nok\r\n',
    '2 \r\nok\r\n',
  ].map((chunk) => `${CHUNKED}${chunk}0\r\n\r\n`),
  ...['fffffffffffffffff\r\nok\r\n', '2;a\nb\r\nok\r\n', 'zz\r\nok\r\n', '\r\nok\r\n'].map(
    (chunk) => `${CHUNKED}${chunk}0\r\n\r\n`,
  ),
  ...[
    '0\r\nX: y\r\n z\r\n\r\n',
    '0\r\nX: y\nz\r\n\r\n',
    '0\r\nX : y\r\n\r\n',
    '0\r\nX\r\n\r\n',
    `0\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  ].map((end) => `${CHUNKED}2\r\nok\r\n${end}`),
]

/** What the client gets is whole, and ends where it says; the rest is nobody's. */
const MORE_THAN_ASKED: [answer: string, heard: RegExp][] = [
  [`${okay('ok')}${EVIL}`, /^HTTP\/1\.1 200 [^]*\r\n\r\nok$/],
  [`${okay('ok')}evil`, /^HTTP\/1\.1 200 [^]*\r\n\r\nok$/],
  [`${okay('ok', 'Connection: close\r\n')}${EVIL}`, /^HTTP\/1\.1 200 [^]*\r\n\r\nok$/],
  [`${CHUNKED}2\r\nok\r\n0\r\n\r\n${EVIL}`, /^HTTP\/1\.1 200 [^]*\r\n\r\n2\r\nok\r\n0\r\n\r\n$/],
  [`HTTP/1.1 204 No Content\r\n\r\n${EVIL}`, /^HTTP\/1\.1 204 [^]*\r\n\r\n$/],
  ['HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil', /^HTTP\/1\.1 204 [^]*\r\n\r\n$/],
  [
    'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n',
    /^HTTP\/1\.1 204 [^]*\r\n\r\n$/,
  ],
  [`HTTP/1.1 304 Not Modified\r\n\r\n${EVIL}`, /^HTTP\/1\.1 304 [^]*\r\n\r\n$/],
  ['HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil', /^HTTP\/1\.1 304 [^]*\r\n\r\n$/],
  [
    'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n',
    /^HTTP\/1\.1 304 [^]*\r\n\r\n$/,
  ],
  [
    `HTTP/1.1 103 Early Hints\r\nContent-Length: 4\r\n\r\nevil${okay('ok')}`,
    /^HTTP\/1\.1 103 [^]*\r\n\r\nHTTP\/1\.1 502 /,
  ],
]

/** A gateway before an app that answers `/case` with these bytes, and everything else with `portal`. */
async function standBefore(t: TestContext) {
  const state = { answer: '', asked: null as Socket | null }
  const app: RawApp = await startRawApp(t, (socket, head) => {
    if (!head.includes(' /case ')) return socket.write(okay('portal'))
    state.asked = socket
    return socket.write(state.answer, 'latin1')
  })
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { connect: 2s, response: 1s } }'
  const stand = await startStand(t, app.url, { apps })

  /** What the client hears of such an answer; by then the connection to the app is closed, and the next request is answered on another. */
  async function hear(answer: string, request: string): Promise<string> {
    state.answer = answer
    state.asked = null
    const heard = await send(stand.port, request)
    assert.match(await send(stand.port, get('/next', stand)), /\r\n\r\nportal$/, JSON.stringify(answer.slice(0, 100)))
    const { asked } = state as { asked: Socket | null }
    assert.ok(asked !== null)
    if (!asked.closed) await once(asked, 'close')
    return heard
  }
  return { app, stand, hear }
}

const ask = (stand: Stand): string => get('/case', stand)
const askExpecting = (stand: Stand): string =>
  get('/case', stand, 'Expect: 100-continue\r\nContent-Length: 0\r\n').replace('GET', 'POST')

suite('R22 · an app whose answer can be read in two ways', () => {
  test('502, and its connection is not used again', async (t) => {
    const { stand, hear } = await standBefore(t)
    for (const answer of REFUSED) {
      const heard = await hear(answer, ask(stand))
      assert.equal(statusesOf(heard), '502', JSON.stringify(answer.slice(0, 100)))
      assert.doesNotMatch(heard, /evil/)
    }
  })

  test('A broken chunk cuts the client off, whose answer is then without an end', async (t) => {
    const { stand, hear } = await standBefore(t)
    for (const answer of CUT_OFF) {
      const heard = await hear(answer, ask(stand))
      assert.match(heard, /^(?:HTTP\/1\.1 200 [^]*)?$/, JSON.stringify(answer.slice(0, 100)))
      assert.doesNotMatch(heard, /\r\n0\r\n/, JSON.stringify(answer.slice(0, 100)))
    }
  })

  test('More than was asked for goes nowhere', async (t) => {
    const { stand, hear } = await standBefore(t)
    for (const [answer, expected] of MORE_THAN_ASKED) {
      const heard = await hear(answer, ask(stand))
      assert.match(heard, expected, JSON.stringify(answer))
      assert.doesNotMatch(heard, /evil/, JSON.stringify(answer))
    }
    const head = ask(stand).replace('GET', 'HEAD')
    for (const answer of [
      `${HEAD}Content-Length: 4\r\n\r\nevil`,
      `${CHUNKED}4\r\nevil\r\n0\r\n\r\n`,
      `${HEAD}\r\n${EVIL}`,
    ]) {
      assert.match(await hear(answer, head), /^HTTP\/1\.1 200 [^]*\r\n\r\n$/, JSON.stringify(answer))
    }
  })

  test('Less than was promised cuts the client off', async (t) => {
    const app = await startRawApp(t, (socket, head) => {
      if (head.startsWith('GET /length')) socket.end(`${HEAD}Content-Length: 5\r\n\r\nok`)
      else if (head.startsWith('GET /chunks')) socket.end(`${CHUNKED}2\r\nok\r\n`)
      else if (head.startsWith('GET /reset')) socket.write(`${CHUNKED}2\r\nok\r\n`, () => socket.resetAndDestroy())
      else socket.end(`${HEAD}\r\nok`)
    })
    const stand = await startStand(t, app.url)
    assert.match(await send(stand.port, get('/length', stand)), /\r\nContent-Length: 5\r\n[^]*\r\n\r\nok$/i)
    assert.match(await send(stand.port, get('/chunks', stand)), /\r\n\r\n2\r\nok\r\n$/)
    assert.doesNotMatch(await send(stand.port, get('/reset', stand)), /\r\n0\r\n/)
    // The end of the connection is the end of such an answer (RFC 9112 §6.3), and becomes a last chunk.
    assert.match(await send(stand.port, get('/until-closed', stand)), /\r\n\r\n2\r\nok\r\n0\r\n\r\n$/)
  })

  test('The same for a request that expects 100: 502, cut off, or what was asked for, on a connection of its own', async (t) => {
    const { stand, hear } = await standBefore(t)
    for (const answer of [...REFUSED, ...CUT_OFF, ...MORE_THAN_ASKED.map(([bytes]) => bytes)]) {
      const heard = await hear(answer, askExpecting(stand))
      assert.doesNotMatch(heard, /evil/, JSON.stringify(answer.slice(0, 100)))
      if (REFUSED.includes(answer)) assert.equal(statusesOf(heard), '502', JSON.stringify(answer.slice(0, 100)))
      if (CUT_OFF.includes(answer)) assert.doesNotMatch(heard, /\r\n0\r\n/, JSON.stringify(answer.slice(0, 100)))
    }
  })

  test('The same where a WebSocket was asked for', async (t) => {
    const { stand, hear } = await standBefore(t)
    for (const answer of REFUSED) {
      const heard = await hear(answer, handshake('/case', stand))
      assert.equal(statusesOf(heard), '502', JSON.stringify(answer.slice(0, 100)))
      assert.doesNotMatch(heard, /evil/)
    }
  })
})

test('R22 R26 · an app that goes on with 1xx and does not answer is given up', async (t) => {
  const { stand, hear } = await standBefore(t)
  const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'
  for (const request of [ask(stand), askExpecting(stand)]) {
    assert.match(statusesOf(await hear(hint.repeat(33) + okay('ok'), request)), /^(?:103,){32}502$/)
    const old = request.replace('HTTP/1.1', 'HTTP/1.0')
    assert.equal(statusesOf(await hear(hint.repeat(3000) + okay('ok'), old)), '502')
  }
  const flood = await hear('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3000), askExpecting(stand))
  assert.equal(statusesOf(flood), '100,502')
})

test('R22 · bytes that come before anything was asked on a connection are given to nobody', async (t) => {
  const early = new Set<Socket>()
  const app = await startRawApp(t, (socket, head) => {
    socket.write(okay(head.includes('/first') ? 'first' : 'portal'))
    if (!head.includes('/first')) return
    // On a connection that waits for its next request.
    early.add(socket)
    setImmediate(() => socket.write(EVIL))
  })
  const stand = await startStand(t, app.url)
  for (let round = 0; round < 10; round++) {
    assert.match(await send(stand.port, get('/first', stand)), /\r\n\r\nfirst$/)
    for (const socket of early) if (!socket.closed) await once(socket, 'close')
    early.clear()
    assert.match(await send(stand.port, get('/next', stand)), /\r\n\r\nportal$/)
  }
})
