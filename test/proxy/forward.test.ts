import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { test } from 'node:test'
import { get, okay, send, type Stand, startRawApp, startStand, statusesOf, statusOf } from './stand.ts'

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
        'HTTP/1.1 200 Fine By Me\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\nSet-Cookie: late=1\r\n\r\n',
      )
    }
    if (head.startsWith('GET /hints')) socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n')
    if (head.startsWith('POST /refused')) return socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig')
    if (head.startsWith('POST /wanted')) {
      socket.once('data', () => socket.write(okay('thanks')))
      return socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    }
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
    const said = lines.filter((line) => !/^(connection|X-Request-Id|X-Gatehouse-Assertion):/.test(line))
    assert.deepEqual(said, [
      `host: ${stand.host}`,
      'Cookie: a=1; b=2',
      'X-Custom: \xe9',
      'Accept: a',
      'Accept: b',
      'Via: 1.1 gatehouse',
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
    assert.doesNotMatch(answer, /gatehouse=/)
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

  await t.test('R26 · reason and chunks; trailers are no headers, and go to those who take them', async () => {
    const chunked = await send(stand.port, get('/chunked', stand))
    assert.match(chunked, /^HTTP\/1\.1 200 Fine By Me\r\n/)
    assert.match(chunked, /\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/)
    assert.doesNotMatch(chunked, /X-T/i)
    const taking = await send(stand.port, get('/chunked', stand, 'TE: trailers\r\n'))
    assert.match(taking, /\r\n\r\n3\r\nabc\r\n0\r\nx-t: 1\r\n\r\n$/i)
    assert.doesNotMatch(taking, /Set-Cookie: late/i)
  })

  await t.test('R26 · early hints reach HTTP/1.1 clients before the answer, and no others', async () => {
    const hinted = await send(stand.port, get('/hints', stand))
    assert.match(hinted, /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>\r\n[^]*\r\n\r\nHTTP\/1\.1 200 OK[^]*portal$/i)
    const old = await send(stand.port, get('/hints', stand).replace('HTTP/1.1', 'HTTP/1.0'))
    assert.match(old, /^HTTP\/1\.1 200 OK[^]*portal$/)
  })

  await t.test(
    'R26 · Via says that a request and its answer came through a gateway, behind those before it',
    async () => {
      const answer = await send(stand.port, get('/', stand, 'Via: 1.0 office\r\n').replace('HTTP/1.1', 'HTTP/1.0'))
      assert.match(lastHead(), /\r\nVia: 1\.0 office\r\nVia: 1\.0 gatehouse\r\n/)
      assert.match(answer, /\r\nVia: 1\.1 gatehouse\r\n/i)
    },
  )

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

  await t.test('Expect: the app is asked whether it wants the body, and the client told what it says', async () => {
    const expecting = (path: string) => {
      const headers = { Expect: '100-continue', 'Content-Length': '5' }
      const outgoing = open(stand, path, { method: 'POST', headers })
      outgoing.flushHeaders()
      return outgoing
    }
    const outgoing = expecting('/wanted')
    await once(outgoing, 'continue')
    assert.match(lastHead(), /\r\nexpect: 100-continue\r\n/i)
    outgoing.end('later')
    assert.equal(await textOf(await answerOf(outgoing)), 'thanks')
    assert.match(app.bytes, /\r\n\r\nlater$/)

    const refused = expecting('/refused')
    refused.once('continue', () => assert.fail('the app did not ask for the body'))
    const answer = await answerOf(refused)
    assert.equal(answer.statusCode, 413)
    assert.equal(answer.headers.connection, 'close')
    assert.equal(await textOf(answer), 'big')
    refused.destroy()
  })

  await t.test('A client that has ended its side gets its answer', async () => {
    const socket = connect({ port: stand.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.end(`GET /half-closed HTTP/1.1\r\nHost: ${stand.host}\r\nCookie: ${stand.cookie}\r\n\r\n`)
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    await once(socket, 'close')
    assert.match(text, /^HTTP\/1\.1 200 OK[^]*portal$/)
  })

  await t.test('Requests that a client pipelines are answered in their order', async () => {
    const pipelined = ['/empty', '/chunked', '/'].map((path) => get(path, stand).replace('Connection: close\r\n', ''))
    const answers = await send(stand.port, [...pipelined, get('/not-modified', stand)].join(''))
    assert.deepEqual(answers.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 204', 'HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 304'])
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
    outgoing.socket?.resetAndDestroy()
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

  await t.test('A body that comes in one piece with its head reaches the app as one that comes later', async () => {
    for (const body of ['', 'x', 'title=Printer&text=%FF\r\n\r\n', 'x'.repeat(60_000), 'x'.repeat(300_000)]) {
      const headers = { 'Content-Length': String(body.length) }
      const outgoing = open(stand, '/echo', { method: 'POST', headers })
      outgoing.end(body)
      assert.equal(await textOf(await answerOf(outgoing)), body)
    }
    const post = (body: string) =>
      get('/echo', stand).replace('GET', 'POST').replace(/\r\n$/, `Content-Length: ${body.length}\r\n\r\n${body}`)
    // Two, one behind the other.
    const both = await send(
      stand.port,
      post('one').replace('Connection: close', 'Connection: keep-alive') + post('two'),
    )
    assert.match(both, /one[^]*HTTP\/1\.1 200 [^]*two/)
    assert.equal(statusesOf(both), '200,200')
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
    client.resetAndDestroy()
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

  await t.test(
    'A client that left without a reset is waited for no longer than for a few seconds of silence',
    async () => {
      const outgoing = open(stand, '/events').end()
      await answerOf(outgoing)
      outgoing.destroy()
      await ended.get('/events')
    },
  )
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

test('An app whose answer cannot be sent on as it is harms nobody else', async (t) => {
  const app = await startRawApp(t, (socket, head) => {
    const [, path = ''] = head.split(' ')
    switch (path) {
      case '/latin':
        return socket.write('HTTP/1.1 404 Non trouv\xe9\r\nContent-Length: 3\r\n\r\nnon', 'latin1')
      case '/control':
        return socket.write('HTTP/1.1 200 O\x01K\r\nContent-Length: 2\r\n\r\nok')
      case '/number':
        return socket.write('HTTP/1.1 042 x\r\nContent-Length: 0\r\n\r\n')
      case '/switched':
        return socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')
      default:
        return socket.write(okay('portal'))
    }
  })
  const apps = '  - { name: Portal, path: /, upstream: RAW, timeouts: { response: 5s } }'
  const stand = await startStand(t, app.url, { apps })
  const expecting = (path: string): string =>
    get(path, stand, 'Expect: 100-continue\r\nContent-Length: 0\r\n').replace('GET', 'POST')

  for (const ask of [(path: string) => get(path, stand), expecting]) {
    for (const [path, status] of [
      ['/latin', /^HTTP\/1\.1 404 ?\r\n[^]*non$/],
      ['/control', /^HTTP\/1\.1 (?:200|502)/],
      ['/number', /^HTTP\/1\.1 502/],
      ['/switched', /^HTTP\/1\.1 502/],
    ] as const) {
      await t.test(`${ask === expecting ? 'Expect, ' : ''}${path}`, async () => {
        assert.match(await send(stand.port, ask(path)), status)
        assert.match(await send(stand.port, get('/', stand)), /portal$/)
      })
    }
  }

  await t.test('HTTP/1.0 knows no 100', async () => {
    const old = await send(stand.port, expecting('/').replace('HTTP/1.1', 'HTTP/1.0'))
    assert.match(old, /^HTTP\/1\.1 200 OK[^]*portal$/)
  })
})

test('An app that closes a kept connection just when a request goes out on it', async (t) => {
  let answered = 0
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /first')) return socket.write(okay('portal'))
    // Only a connection that was used before can be one that the app has just given up.
    if (answered++ === 0 || head.includes('/never')) return socket.resetAndDestroy()
    return socket.write(okay('again'))
  })
  const stand = await startStand(t, app.url)
  const first = async (): Promise<void> => {
    answered = 0
    assert.equal(statusOf(await send(stand.port, get('/first', stand))), 200)
  }

  await t.test('A request that may be repeated is sent once more', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      await first()
      assert.equal(statusOf(await send(stand.port, get('/', stand).replace('GET', method))), 200, method)
      assert.equal(answered, 2, method)
    }
  })

  await t.test('Once, and no more', async () => {
    await first()
    assert.equal(statusOf(await send(stand.port, get('/never', stand))), 502)
    assert.equal(answered, 2)
  })

  await t.test('What has a body, or may do harm twice, is not', async () => {
    const body = get('/', stand).replace(/\r\n$/, 'Content-Length: 1\r\n\r\nx')
    for (const sent of [get('/', stand).replace('GET', 'POST'), body, body.replace('GET', 'PUT')]) {
      await first()
      assert.equal(statusOf(await send(stand.port, sent)), 502)
      assert.equal(answered, 1)
    }
  })
})
