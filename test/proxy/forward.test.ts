import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import { get, okay, send, type Stand, startRawApp, startStand, statusOf } from './stand.ts'

/** A request of maria's that is still open: its body and its answer belong to the test. */
function open(stand: Stand, path: string, { method = 'GET', headers = {} } = {}) {
  return request({
    host: '127.0.0.1',
    port: stand.port,
    path,
    method,
    agent: false,
    headers: { Host: stand.host, Cookie: stand.cookie, ...headers },
  })
}

function answerOf(outgoing: ReturnType<typeof open>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return text
}

test('Requests and answers pass through as they came', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /not-modified'))
      return socket.write('HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 99\r\n\r\n')
    if (head.startsWith('GET /empty')) return socket.write('HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n')
    if (head.startsWith('HEAD ')) return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n')
    if (head.startsWith('GET /chunked')) {
      return socket.write(
        'HTTP/1.1 200 Fine By Me\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
      )
    }
    if (head.startsWith('GET /hints')) socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n')
    return socket.write(okay('portal', 'Set-Cookie: a=1\r\nSet-Cookie: gatehouse=evil\r\nX-Latin: \xe9\r\n'), 'latin1')
  })
  const stand = await startStand(t, app.url)
  const lastHead = (): string => app.heads.at(-1) ?? ''

  await t.test('R21 · path and query byte for byte', async () => {
    for (const target of ['/a%2Fb;x=%41//c?q=%zz&r=[1]|{2}"', '/@scope%2fname', '/?', '/a?b?c', '/%C3%BC?x=../..%2f']) {
      assert.equal(statusOf(await send(stand.port, get(target, stand))), 200, target)
      assert.equal(lastHead().split('\r\n', 1)[0], `GET ${target} HTTP/1.1`)
    }
  })

  await t.test('R23 R24 · what the app hears', async () => {
    const fields =
      'X_Gatehouse_Role: admin\r\nX-Forwarded-For: 10.0.0.1\r\nX-Custom: \xe9\r\nAccept: a\r\nAccept: b\r\n'
    await send(stand.port, get('/', { ...stand, cookie: `a=1; ${stand.cookie}; b=2` }, fields))
    const [, ...lines] = lastHead().split('\r\n')
    const said = lines.filter((line) => !/^(connection|X-Request-Id):/.test(line))
    assert.deepEqual(said, [
      `host: ${stand.host}`,
      'Cookie: a=1; b=2',
      'X-Custom: \xe9',
      'Accept: a',
      'Accept: b',
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Proto: http',
      `X-Forwarded-Host: ${stand.host}`,
      'X-Gatehouse-User: maria@northwind.example',
      'X-Gatehouse-Name: maria',
      'X-Gatehouse-Email: maria@northwind.example',
      'X-Gatehouse-Company: northwind',
      'X-Gatehouse-Company-Kind: partner',
      'X-Gatehouse-Role: member',
    ])
  })

  await t.test('R40 · what the browser hears', async () => {
    const answer = await send(stand.port, get('/', stand))
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
    assert.match(answer, /\r\nSet-Cookie: a=1\r\n/i)
    assert.doesNotMatch(answer, /gatehouse/)
    assert.match(answer, /\r\nX-Latin: \xe9\r\n/i)
    assert.match(answer, /\r\n\r\nportal$/)
  })

  await t.test('R26 · HEAD, 204 and 304 have no body, and their fields stay', async () => {
    const head = await send(stand.port, get('/', stand).replace('GET', 'HEAD'))
    assert.match(head, /\r\nContent-Length: 1234\r\n/i)
    assert.match(head, /\r\n\r\n$/)
    const notModified = await send(stand.port, get('/not-modified', stand))
    assert.match(notModified, /^HTTP\/1\.1 304 [^]*ETag: "1"[^]*\r\n\r\n$/i)
    const empty = await send(stand.port, get('/empty', stand))
    assert.match(empty, /^HTTP\/1\.1 204 [^]*X-A: 1[^]*\r\n\r\n$/i)
    assert.doesNotMatch(empty, /content-length|transfer-encoding/i)
  })

  await t.test('R26 · reason, chunks; trailers are no headers; early hints are no answer', async () => {
    const chunked = await send(stand.port, get('/chunked', stand))
    assert.match(chunked, /^HTTP\/1\.1 200 Fine By Me\r\n/)
    assert.match(chunked, /\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/)
    assert.doesNotMatch(chunked, /X-T/i)
    assert.match(await send(stand.port, get('/hints', stand)), /^HTTP\/1\.1 200 OK[^]*portal$/)
  })

  await t.test('Bodies keep their framing: a length stays, chunks stay chunks', async () => {
    const length = `Content-Length: 5\r\n\r\nhello`
    await send(
      stand.port,
      get('/', stand)
        .replace('GET', 'POST')
        .replace(/\r\n\r\n$/, `\r\n${length}`),
    )
    assert.match(lastHead(), /\r\ncontent-length: 5$/i)
    assert.match(app.bytes, /hello$/)
    const outgoing = open(stand, '/', { method: 'PATCH' })
    outgoing.write('HELLO')
    const answer = await answerOf(outgoing)
    assert.match(lastHead(), /\r\ntransfer-encoding: chunked$/i)
    outgoing.end()
    await textOf(answer)
    assert.match(app.bytes, /\r\n\r\n5\r\nHELLO/)
    const nothing = '\r\nContent-Length: 0\r\n\r\n'
    await send(
      stand.port,
      get('/', stand)
        .replace('GET', 'POST')
        .replace(/\r\n\r\n$/, nothing),
    )
    assert.match(lastHead(), /\r\ncontent-length: 0$/i)
  })

  await t.test('Expect: the client is told to go on, once its session is known', async () => {
    const outgoing = open(stand, '/', { method: 'POST', headers: { Expect: '100-continue', 'Content-Length': '5' } })
    outgoing.flushHeaders()
    await once(outgoing, 'continue')
    outgoing.end('later')
    assert.equal(await textOf(await answerOf(outgoing)), 'portal')
    assert.doesNotMatch(lastHead(), /expect/i)
  })

  await t.test('HTTP/1.0 gets no chunks', async () => {
    const old = await send(stand.port, get('/chunked', stand).replace('HTTP/1.1', 'HTTP/1.0'))
    assert.match(old, /\r\n\r\nabc$/)
  })
})

test('Streams: both ways, as they come, with backpressure, and no longer than both sides are there', async (t) => {
  const taken = { chunks: 0 }
  /** When the last answer on each path ended, or its client left. */
  const ended = new Map<string, Promise<unknown>>()
  const slow = Promise.withResolvers<void>()
  const server = createServer((req, res) => {
    ended.set(req.url ?? '', new Promise((resolve) => res.once('close', resolve)))
    if (req.url === '/events') {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' })
      res.flushHeaders()
      req.socket.on('data', () => {})
      return void slow.promise.then(() => res.write('data: 1\n\n'))
    }
    if (req.url === '/early') {
      res.writeHead(413, { 'Content-Length': '8' })
      return void res.end('too much')
    }
    if (req.url === '/endless') {
      const more = (): void => {
        while (res.write(Buffer.alloc(65_536))) taken.chunks++
        taken.chunks++
        res.once('drain', more)
      }
      return more()
    }
    req.pipe(res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const stand = await startStand(t, `http://127.0.0.1:${address.port}`)

  await t.test('Server-sent events arrive as they are sent, the head before the first of them', async () => {
    const outgoing = open(stand, '/events').end()
    const answer = await answerOf(outgoing)
    assert.equal(answer.headers['content-type'], 'text/event-stream')
    slow.resolve()
    const [event] = await once(answer, 'data')
    assert.equal(String(event), 'data: 1\n\n')
    outgoing.destroy()
    await ended.get('/events')
  })

  await t.test('An upload is answered while it goes on', async () => {
    const outgoing = open(stand, '/echo', { method: 'POST' })
    outgoing.write('one')
    const answer = await answerOf(outgoing)
    assert.equal(String((await once(answer, 'data'))[0]), 'one')
    outgoing.end('two')
    assert.equal(await textOf(answer), 'two')
  })

  await t.test('An app that answers before the upload is through is heard', async () => {
    const outgoing = open(stand, '/early', { method: 'POST', headers: { 'Content-Length': String(8 * 1024 * 1024) } })
    outgoing.on('error', () => {})
    outgoing.write(Buffer.alloc(1024 * 1024))
    const answer = await answerOf(outgoing)
    assert.equal(answer.statusCode, 413)
    assert.equal(await textOf(answer), 'too much')
    outgoing.destroy()
  })

  await t.test('A client that reads nothing stops the app, and its leaving aborts the request', async () => {
    const client = connect({ port: stand.port, host: '127.0.0.1' })
    client.pause()
    client.write(get('/endless', stand))
    // Nothing is read, so that the app must come to a stop; when it has, the count stays the same.
    let before = -1
    while (before !== taken.chunks || taken.chunks === 0) {
      before = taken.chunks
      for (let i = 0; i < 10; i++) await send(stand.port, get('/echo', stand))
    }
    assert.ok(taken.chunks < 400, `${taken.chunks} chunks of 64 KiB were taken from the app`)
    client.destroy()
    await ended.get('/endless')
  })

  await t.test('A client that leaves during its upload aborts the request', async () => {
    const outgoing = open(stand, '/echo', { method: 'POST' })
    outgoing.on('error', () => {})
    outgoing.write('one')
    await answerOf(outgoing)
    outgoing.destroy()
    await ended.get('/echo')
  })
})

test('R28 · an app that gives no answer: 502 or 504, as JSON or as a page, without a word of where it is', async (t) => {
  const broken = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /reset')) return socket.resetAndDestroy()
    if (head.startsWith('GET /closed')) return socket.end()
    if (head.startsWith('GET /garbage')) return socket.write('SMTP ready\r\n\r\n')
    if (head.startsWith('GET /switched'))
      return socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')
    if (head.startsWith('GET /half')) return socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
    if (head.startsWith('GET /two')) return socket.write(`${okay('one')}${okay('two')}`)
    return undefined
  })
  const nobody = createTcpServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const address = nobody.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  nobody.close()
  const refusing = `http://127.0.0.1:${address.port}`
  const apps = `
  - { name: Broken, path: /, upstream: RAW, timeouts: { connect: 1s, response: 1s } }
  - { name: Gone, path: /gone/, upstream: "${refusing}" }`
  const stand = await startStand(t, broken.url, { apps })

  for (const [path, status, code] of [
    ['/reset', 502, 'upstream_unavailable'],
    ['/closed', 502, 'upstream_unavailable'],
    ['/garbage', 502, 'upstream_unavailable'],
    ['/switched', 502, 'upstream_unavailable'],
    ['/gone/', 502, 'upstream_unavailable'],
    ['/silence', 504, 'upstream_timeout'],
  ] as const) {
    await t.test(`${path} is ${status}`, async () => {
      const json = await send(stand.port, get(path, stand))
      assert.equal(statusOf(json), status)
      assert.match(json, /\r\nContent-Type: application\/problem\+json\r\n/i)
      assert.match(json, new RegExp(`"code":"${code}"`))
      assert.match(json, /\r\nCache-Control: no-store\r\n/i)
      assert.doesNotMatch(json, /127\.0\.0\.1|ECONN|undici|socket/)
      if (path === '/silence') return
      const page = await send(stand.port, get(path, stand, 'Accept: text/html\r\n'))
      assert.equal(statusOf(page), status)
      assert.match(page, /\r\nContent-Type: text\/html/i)
      assert.doesNotMatch(page, new RegExp(`127\\.0\\.0\\.1|${new URL(refusing).port}`))
    })
  }

  await t.test('Half an answer is cut off, so that nobody takes it for a whole one', async () => {
    const half = await send(stand.port, get('/half', stand))
    assert.match(half, /Content-Length: 100/i)
    assert.match(half, /half$/)
  })

  await t.test('R22 · a connection on which more came than was asked for is not used again', async () => {
    assert.match(await send(stand.port, get('/two', stand)), /one$/)
    const before = broken.heads.length
    assert.match(await send(stand.port, get('/two', stand)), /one$/)
    assert.equal(broken.heads.length, before + 1)
  })
})
