/*
 * What a gateway owes to both sides (RFC 9110 §7.6, RFC 9112), besides what `forward.test.ts` holds: each looked at as bytes on the wire.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { get, okay, send, startRawApp, startStand, statusesOf } from './stand.ts'

const EVERY_BYTE = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')

test('R21 · a body is the same bytes on the other side, both ways, with a length and in chunks', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    const chunked = head.includes(' /chunks ')
    const framed = chunked
      ? `Transfer-Encoding: chunked\r\n\r\n100\r\n${EVERY_BYTE}\r\n0\r\n\r\n`
      : `Content-Length: 256\r\n\r\n${EVERY_BYTE}`
    socket.write(`HTTP/1.1 200 OK\r\n${framed}`, 'latin1')
  })
  const stand = await startStand(t, app.url)
  for (const [path, framed] of [
    ['/length', `Content-Length: 256\r\n\r\n${EVERY_BYTE}`],
    [
      '/chunks',
      `Transfer-Encoding: chunked\r\n\r\n80\r\n${EVERY_BYTE.slice(0, 128)}\r\n80\r\n${EVERY_BYTE.slice(128)}\r\n0\r\n\r\n`,
    ],
  ] as const) {
    app.bytes = ''
    const request = get(path, stand).replace('GET', 'POST').replace(/\r\n$/, framed)
    assert.ok((await send(stand.port, request)).includes(EVERY_BYTE), path)
    await t.waitFor(() => assert.ok(app.bytes.replace('\r\n80\r\n', '').includes(EVERY_BYTE), path))
  }
})

test('R23 · fields stay apart and in their order, both ways; what Connection names goes, both ways', async (t) => {
  const app = await startRawApp(t, (socket) => {
    const fields = [
      'Set-Cookie: a=1; Expires=Thu, 01 Jan 2032 00:00:00 GMT',
      'Vary: Accept',
      'Set-Cookie: b=2',
      'Vary: Cookie',
      'Set-Cookie: a=1; Path=/x',
      'WWW-Authenticate: Basic realm="a, b"',
      'WWW-Authenticate: Bearer',
      'Via: 1.1 inner',
      'Connection: X-Inner, keep-alive',
      'X-Inner: 1',
      'Keep-Alive: timeout=5',
      'Proxy-Authenticate: Basic',
    ]
    socket.write(okay('portal', fields.map((line) => `${line}\r\n`).join('')))
  })
  const stand = await startStand(t, app.url)
  const sent = ['X-A: 1', 'Accept: b', 'x-a: 2', 'Accept: a', 'X-A:', 'X-a: 1, 2', 'X-Own: 1'].map(
    (line) => `${line}\r\n`,
  )
  const answer = await send(stand.port, get('/', stand, sent.join('')).replace('close', 'close, x-own, Accept-Charset'))
  const [head = ''] = app.heads
  assert.match(head, /\r\nX-A: 1\r\nAccept: b\r\nx-a: 2\r\nAccept: a\r\nX-A: ?\r\nX-a: 1, 2\r\nVia: 1\.1 gatehouse\r\n/)
  assert.doesNotMatch(head, /x-own/i)
  const all = (name: string): string[] =>
    Array.from(answer.matchAll(new RegExp(`\\r\\n${name}: (.*)`, 'gi')), ([, value = '']) => value)
  assert.deepEqual(all('Set-Cookie'), ['a=1; Expires=Thu, 01 Jan 2032 00:00:00 GMT', 'b=2', 'a=1; Path=/x'])
  assert.deepEqual(all('Vary'), ['Accept', 'Cookie'])
  assert.deepEqual(all('WWW-Authenticate'), ['Basic realm="a, b"', 'Bearer'])
  assert.deepEqual(all('Via'), ['1.1 inner', '1.1 gatehouse'])
  assert.deepEqual(all('Connection'), ['close'])
  assert.doesNotMatch(answer, /x-inner|keep-alive|proxy-authenticate/i)
})

test('Requests that are pipelined are answered in their order, however late the first answer comes', async (t) => {
  const held = Promise.withResolvers<Socket>()
  const others = Promise.withResolvers<void>()
  let quick = 0
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /slow')) return held.resolve(socket)
    socket.write(okay('quick'))
    if (++quick === 2) others.resolve()
    return undefined
  })
  const stand = await startStand(t, app.url)
  const on = (path: string): string => get(path, stand).replace('Connection: close\r\n', '')
  const answers = send(stand.port, on('/slow') + on('/quick') + get('/quick', stand))
  const [socket] = await Promise.all([held.promise, others.promise])
  socket.write(okay('slow'))
  assert.deepEqual((await answers).match(/(?<=\r\n\r\n)(?:slow|quick)/g), ['slow', 'quick', 'quick'])
})

test('HTTP/1.0 clients: one answer and the end, or the next one where they ask for that', async (t) => {
  const app = await startRawApp(t, (socket, head) =>
    head.includes(' /stream ')
      ? void socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n')
      : void socket.write(okay('portal')),
  )
  const stand = await startStand(t, app.url)
  const old = (path: string): string => get(path, stand).replace('HTTP/1.1', 'HTTP/1.0')
  const kept = (path: string): string => old(path).replace('Connection: close', 'Connection: keep-alive')
  const bare = old('/').replace('Connection: close\r\n', '')
  assert.match(await send(stand.port, bare), /^HTTP\/1\.1 200 [^]*\r\nConnection: close\r\n[^]*portal$/i)
  assert.equal(statusesOf(await send(stand.port, kept('/') + old('/'))), '200,200')
  // Without a length there is no other end than that of the connection.
  const stream = await send(stand.port, kept('/stream'))
  assert.match(stream, /\r\n\r\nok$/)
  assert.doesNotMatch(stream, /transfer-encoding/i)
  assert.ok(app.heads.every((head) => / HTTP\/1\.1\r\n/.test(head) && /\r\nVia: 1\.0 gatehouse\r\n/.test(head)))
})

test('A client that has ended its side gets the whole of a long answer, and one that is gone stops it', async (t) => {
  const LENGTH = 4 * 1024 * 1024
  const ended = Promise.withResolvers<void>()
  const app = await startRawApp(t, (socket, head) => {
    if (head.includes(' /gone ')) {
      socket.once('close', () => ended.resolve())
      return socket.write('HTTP/1.1 200 OK\r\n\r\nbegun')
    }
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${LENGTH}\r\n\r\n`)
    return socket.write(Buffer.alloc(LENGTH))
  })
  const stand = await startStand(t, app.url)
  const client = connect({ port: stand.port, host: '127.0.0.1', allowHalfOpen: true })
  client.end(get('/long', stand).replace('Connection: close\r\n', ''))
  let bytes = 0
  client.on('data', (chunk: Buffer) => (bytes += chunk.length))
  await once(client, 'close')
  assert.ok(bytes > LENGTH, String(bytes))

  const gone = connect({ port: stand.port, host: '127.0.0.1' })
  gone.write(get('/gone', stand))
  await once(gone, 'data')
  gone.resetAndDestroy()
  await ended.promise
})

test('R23 · values of fields are the same bytes on the other side, however head and body come', async (t) => {
  const latin = 'X-Latin: M\xe1rta \xc3\xad'
  const later: (() => void)[] = []
  const app = await startRawApp(t, (socket, head) => {
    if (!head.includes(' /later ')) return socket.write(okay('portal', `${latin}\r\n`), 'latin1')
    later.push(() => socket.end('0\r\n\r\n'))
    return socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${latin}\r\n\r\n`, 'latin1')
  })
  const stand = await startStand(t, app.url)
  for (const expect of ['', 'Expect: 100-continue\r\n']) {
    for (const path of ['/now', '/later']) {
      const request = get(path, stand, `${latin}\r\nContent-Length: 0\r\n${expect}`).replace('GET', 'PUT')
      const client = connect({ port: stand.port, host: '127.0.0.1' })
      client.write(request, 'latin1')
      // The head is here before there is any body.
      const [answer] = (await once(client, 'data')) as [Buffer]
      assert.match(answer.toString('latin1').toLowerCase(), new RegExp(`\r\n${latin.toLowerCase()}\r\n`), path + expect)
      later.shift()?.()
      const head = app.heads.at(-1) ?? ''
      assert.equal(/X-Latin.*/i.exec(head)?.[0], latin)
      await once(client.resume(), 'close')
    }
  }
})

test('Expect: chunks wait as well; in HTTP/1.0 nobody waits; what is not known is refused', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (!head.includes(' /wanted ')) return socket.write(okay('thanks'))
    socket.once('data', () => socket.write(okay('thanks')))
    return socket.write('HTTP/1.1 100 Continue\r\n\r\n')
  })
  const stand = await startStand(t, app.url)
  const client = connect({ port: stand.port, host: '127.0.0.1' })
  client.write(get('/wanted', stand, 'Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n').replace('GET', 'PUT'))
  const [asked] = (await once(client, 'data')) as [Buffer]
  assert.equal(asked.toString('latin1'), 'HTTP/1.1 100 Continue\r\n\r\n')
  assert.doesNotMatch(app.bytes, /later/)
  client.write('5\r\nlater\r\n0\r\n\r\n')
  let answer = ''
  client.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  await once(client, 'close')
  assert.match(answer, /^HTTP\/1\.1 200 [^]*thanks$/)
  assert.match(app.bytes, /5\r\nlater\r\n0\r\n\r\n$/)

  const old = get('/old', stand, 'Expect: 100-continue\r\nContent-Length: 3\r\n').replace('GET', 'PUT')
  assert.match(await send(stand.port, `${old.replace('HTTP/1.1', 'HTTP/1.0')}old`), /^HTTP\/1\.1 200 [^]*thanks$/)

  const before = app.heads.length
  for (const unknown of ['200-ok', '100', '']) {
    assert.equal(statusesOf(await send(stand.port, get('/wanted', stand, `Expect: ${unknown}\r\n`))), '417', unknown)
  }
  assert.equal(app.heads.length, before)
})

test('R26 · trailers of a request end here: an app would take them for the gateway’s word', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const body = '5\r\nhello\r\n0\r\nX-Gatehouse-Role: admin\r\nX-Sum: 1\r\n\r\n'
  const request = get('/', stand, 'Transfer-Encoding: chunked\r\nTrailer: X-Gatehouse-Role, X-Sum\r\n').replace(
    'GET',
    'POST',
  )
  assert.equal(statusesOf(await send(stand.port, request + body)), '200')
  await t.waitFor(() => assert.match(app.bytes, /hello/))
  assert.doesNotMatch(app.bytes, /Role: admin|X-Sum/)
})
