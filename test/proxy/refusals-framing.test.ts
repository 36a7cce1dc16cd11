/*
 * Where one message ends and the next begins: fields, lengths, codings and chunks that two programs might read in two ways
 * (RFC 9112 §5 to §7; what h2o's httpgarden and PortSwigger collected as CL.TE, TE.CL, TE.TE, TE.0 and their kin).
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { suite, test } from 'node:test'
import { get, okay, send, type Stand, startRawApp, startStand, statusesOf, statusOf } from './stand.ts'

/** A POST with these fields, each ended by CRLF, on a connection that may go on. */
const post = ({ host, cookie }: Stand, fields: string): string =>
  `POST /case HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n${fields}\r\n`

suite('R22 · the head of a request', () => {
  const REFUSED = 400
  const UNKNOWN_CODING = 501
  const TOO_LARGE = 431
  const withCoding = (coding: string): string =>
    `Transfer-Encoding: ${Buffer.from(coding, 'utf8').toString('latin1')}\r\n`
  const rows: [status: number, fields: string[]][] = [
    [
      REFUSED,
      [
        'X: y\nZ: y\r\n',
        'X: y\rZ: y\r\n',
        'X: y\r\r\n',
        'X: y\r\n z\r\n',
        'X: y\r\n\tz\r\n',
        'X: y\r\n \r\n',
        ' X: y\r\n',
        '\tX: y\r\n',
        'X\r\n',
        'X\r\n: y\r\n',
        ': y\r\n',
        ...Array.from('\x00\x01\x0b\x0c\x7f\x80\xe9 \t"(),/;<=>?@[\\]{}', (byte) => `X${byte}Y : y\r\n`),
        ...Array.from('\x00\x01\x08\x0b\x0c\x1f\x7f', (byte) => `X: y${byte}z\r\n`),
        'X : y\r\n',
        'X\t: y\r\n',
      ],
    ],
    [TOO_LARGE, [`X: ${'y'.repeat(17_000)}\r\n`, `${'X'.repeat(17_000)}: y\r\n`, 'X: y\r\n'.repeat(4000)]],
    [
      REFUSED,
      [
        '',
        ' ',
        '+5',
        '-5',
        '0x5',
        '5h',
        '5.0',
        '5e0',
        '05',
        '00',
        '0_5',
        '5 5',
        '5,5',
        '5, 5',
        '5, 6',
        '5;',
        '"5"',
        '\x0b5',
        '5\x0c',
        '\xa05',
        '\x005',
        '5\x00',
        '\xd9\xa5',
        '\r\n 5',
        '9007199254740993',
        '18446744073709551615',
        '18446744073709551616',
        '18446744073709551621',
        '99999999999999999999999999',
        '5\r\nContent-Length: 5',
        '5\r\nContent-Length: 6',
        '5\r\ncontent-length:',
        '5\r\nTransfer-Encoding: chunked',
        '5\r\nTransfer-Encoding: identity',
        '5\r\nTransfer-Encoding: x',
        '5\r\nTransfer-Encoding:',
      ].map((length) => `Content-Length: ${length}\r\n`),
    ],
    [
      REFUSED,
      ['Content-Length : 5\r\n', 'Content-Length\x00: 5\r\n', ' Content-Length: 5\r\n', 'Content-Length\r\n: 5\r\n'],
    ],
    [
      REFUSED,
      [
        '',
        'chunked, identity',
        'chunked, gzip',
        'chunked, chunked',
        'chunked,',
        '\x0bchunked',
        'chunked\x0b',
        'chunked \t',
        '\x00chunked',
        'chunked\x00',
        '\r\n chunked',
        'x\r\n chunked',
        'chunked\r\nTransfer-Encoding: chunked',
        'chunked\r\nTransfer-Encoding: identity',
        'chunked\r\nTransfer-Encoding: x',
        'chunked\r\nContent-Length: 5',
        'chunked\r\nContent-Length:',
      ].map(withCoding),
    ],
    [
      REFUSED,
      [
        'Transfer-Encoding : chunked\r\n',
        'Transfer-Encoding\t: chunked\r\n',
        'Transfer-Encoding\x00: chunked\r\n',
        ' Transfer-Encoding: chunked\r\n',
        '\tTransfer-Encoding: chunked\r\n',
        'X: y\nTransfer-Encoding: chunked\r\n',
        'X: y\rTransfer-Encoding: chunked\r\n',
      ],
    ],
    [
      UNKNOWN_CODING,
      [
        'identity',
        'gzip',
        'x',
        'xchunked',
        'chunkedx',
        'chunk',
        'chunked-x',
        'chunked;',
        'chunked;q=1',
        '"chunked"',
        "'chunked'",
        '[chunked]',
        'chun\u212aed',
        'gzip, chunked',
        'identity, chunked',
        'trailers, chunked',
        ',chunked',
        'gzip\r\nTransfer-Encoding: chunked',
        'identity\r\nTransfer-Encoding: chunked',
        'identity\r\nX: y\r\nTRANSFER-ENCODING: chunked',
      ].map(withCoding),
    ],
  ]

  test('is refused, nothing of it reaches the app, and nothing behind it is read', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    for (const [status, all] of rows) {
      for (const fields of all) {
        const answer = await send(stand.port, `${post(stand, fields)}0\r\n\r\n${get('/behind', stand)}`)
        assert.equal(statusesOf(answer), String(status), JSON.stringify(fields.slice(0, 80)))
        assert.equal(app.bytes, '', JSON.stringify(fields.slice(0, 80)))
      }
    }
  })

  test('A WebSocket handshake is read as strictly', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    const upgrade = `Origin: http://${stand.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
    for (const [, all] of rows.slice(2)) {
      for (const fields of all) {
        const handshake = post(stand, upgrade + fields).replace('POST', 'GET')
        const answer = await send(stand.port, `${handshake}0\r\n\r\n${get('/behind', stand)}`)
        assert.equal(statusesOf(answer), '400', JSON.stringify(fields))
      }
    }
    assert.equal(app.bytes, '')
  })

  test('In HTTP/1.0 there are no chunks', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    for (const [coding, status] of [
      ['chunked', '400'],
      ['identity', '501'],
      ['gzip, chunked', '501'],
    ] as const) {
      const old = post(stand, `Transfer-Encoding: ${coding}\r\n`).replace('HTTP/1.1', 'HTTP/1.0')
      const answer = await send(stand.port, `${old}0\r\n\r\n${get('/behind', stand)}`)
      assert.equal(statusesOf(answer), status, coding)
    }
    assert.equal(app.bytes, '')
  })

  test('What is only unusual passes, and the app reads one length, written by the gateway', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    const chunks = '5\r\nhello\r\n0\r\n\r\n'
    for (const [fields, body] of [
      ['Content-Length: \t5 \t\r\n', 'hello'],
      ['CONTENT-LENGTH:5\r\n', 'hello'],
      ['Transfer-Encoding:\tchunked\r\n', chunks],
      ['transfer-encoding: CHUNKED\r\n', chunks],
      ['Transfer-Encoding: chunked\r\nContent_Length: 9\r\nTransfer_Encoding: x\r\nTransfer-Encodin: x\r\n', chunks],
      [
        'Transfer-Encoding: chunked\r\nConnection: transfer-encoding\r\nTE: chunked\r\nTrailer: Content-Length\r\n',
        chunks,
      ],
      ["X!#$%&'*+-.^_`|~9: \xe9\ty\r\nContent-Length: 5\r\nX:\r\n", 'hello'],
    ] as const) {
      app.heads.length = 0
      const answer = await send(stand.port, `${post(stand, fields)}${body}${get('/behind', stand)}`)
      assert.equal(statusesOf(answer), '200,200', fields)
      const head = app.heads.find((one) => one.startsWith('POST /case ')) ?? ''
      assert.equal(head.match(/\r\n(?:content.length|transfer.encoding)[^:]*:/gi)?.length, 1, head)
    }
  })
})

suite('R22 · chunks of a request', () => {
  const LAST = '0\r\n\r\n'
  const BROKEN = [
    ...['5\nhello', '5\rhello', '5\r\nhello\n', '5\r\nhello\r', '5\r\nhelloo\r\n', '5\r\nhell\r\n', '5\r\nhello'].map(
      (chunk) => `${chunk}${LAST}`,
    ),
    ...[
      '+5',
      '-5',
      '0x5',
      '5h',
      '5_0',
      '5.0',
      '5,5',
      '5 5',
      ' 5',
      '5 ',
      '\t5',
      '5\t',
      '5\x0b',
      '5\x00',
      '"5"',
      'g',
      '',
      '\xb5',
      'fffffffffffffffff',
      '10000000000000005',
      '5 ;a=b',
      '5;',
      '5; a',
      '5;\x00',
      '5;a\nb',
      '5;a\rb',
      '5;a\r',
      '5;a="\n"',
      '5;a="\r\n"',
    ].map((size) => `${size}\r\nhello\r\n${LAST}`),
    ...[
      '0\n\r\n',
      '0\r\n\n',
      '0\n\n',
      '0\r\nX\r\n\r\n',
      '0\r\nX : y\r\n\r\n',
      '0\r\n X: y\r\n\r\n',
      '0\r\nX: y\r\n z\r\n\r\n',
      '0\r\nX: y\nz\r\n\r\n',
      '0\r\nX: y\rz\r\n\r\n',
      '0\r\nX: y\x00\r\n\r\n',
      '0\r\nContent-Length: 5\r\n\r\n',
      '0\r\nTransfer-Encoding: chunked\r\n\r\n',
      '0 \r\n\r\n',
      '0x0\r\n\r\n',
    ].map((end) => `5\r\nhello\r\n${end}`),
  ]

  test('that are broken: 400, nothing behind them is read, and the app gets no whole request', async (t) => {
    const closed: Promise<unknown>[] = []
    const app = await startRawApp(t, (socket) => void closed.push(once(socket, 'close')))
    const stand = await startStand(t, app.url)
    for (const body of BROKEN) {
      app.bytes = ''
      const head = post(stand, 'Transfer-Encoding: chunked\r\n')
      const answer = await send(stand.port, head + body + get('/behind', stand))
      assert.equal(statusesOf(answer), '400', JSON.stringify(body))
      // The connection to the app is given up in the middle of the request.
      await Promise.all(closed.splice(0))
      assert.doesNotMatch(app.bytes, /behind|\r\n0\r\n\r\n/, JSON.stringify(body))
    }
    for (const [body, status] of [
      [`5;${'a'.repeat(20_000)}\r\nhello\r\n${LAST}`, 413],
      [`5\r\nhello\r\n0\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const answer = await send(
        stand.port,
        post(stand, 'Transfer-Encoding: chunked\r\n') + body + get('/behind', stand),
      )
      assert.equal(statusesOf(answer), String(status))
    }
    assert.doesNotMatch(app.bytes, /behind/)
  })

  test('that break off later: what was under way to the app is cut off', async (t) => {
    let atApp: Socket | undefined
    const begun = Promise.withResolvers<void>()
    const app = await startRawApp(t, (socket) => {
      atApp = socket
      begun.resolve()
    })
    const stand = await startStand(t, app.url)
    const client = connect({ port: stand.port, host: '127.0.0.1' })
    client.write(`${post(stand, 'Transfer-Encoding: chunked\r\n')}5\r\nhello\r\n`)
    let answer = ''
    client.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
    await begun.promise
    client.write(`zz\r\n${get('/behind', stand)}`)
    await once(client, 'close')
    assert.equal(statusesOf(answer), '400')
    if (atApp?.closed === false) await once(atApp, 'close')
    assert.doesNotMatch(app.bytes, /behind/)
  })

  test('that are only unusual pass as plain ones', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    for (const body of [
      '5\r\nhello\r\n0\r\n\r\n',
      '0000000000000005\r\nhello\r\n000\r\n\r\n',
      '5;a=b\r\nhello\r\n0;a="b;c"\r\n\r\n',
      '2\r\nhe\r\n3;a\r\nllo\r\n0\r\nX: y\r\n\r\n',
      // What a trailer says is no header, and is not passed on (R26).
      '5\r\nhello\r\n0\r\nX-Gatehouse-User: ada@northwind.example\r\n\r\n',
    ]) {
      app.bytes = ''
      const head = post(stand, 'Transfer-Encoding: chunked\r\n')
      const answer = await send(stand.port, head + body + get('/behind', stand))
      assert.equal(statusesOf(answer), '200,200', JSON.stringify(body))
      assert.doesNotMatch(app.bytes, /ada@|;a|0005/)
    }
  })
})

suite('R22 · what stands behind a request', () => {
  test('A broken one does not take the place of the answer that is due, and nothing behind it is read', async (t) => {
    let asked = Promise.withResolvers<Socket>()
    const app = await startRawApp(t, (socket) => asked.resolve(socket))
    const stand = await startStand(t, app.url)
    const first = `GET /case HTTP/1.1\r\nHost: ${stand.host}\r\nCookie: ${stand.cookie}\r\n`
    for (const behind of [
      `${first}\r\nbroken\r\n\r\n${get('/behind', stand)}`,
      `${first}\r\n\x00${get('/behind', stand)}`,
      `${first}Connection: close\r\n\r\n${get('/behind', stand)}`,
    ]) {
      const answer = send(stand.port, behind)
      const socket = await asked.promise
      asked = Promise.withResolvers()
      socket.write(okay('portal'))
      assert.match(await answer, /^HTTP\/1\.1 200 OK\r\n[^]*\r\nConnection: close\r\n[^]*portal$/i)
    }
    assert.doesNotMatch(app.bytes, /behind/)
  })

  test('Behind an upgrade that is ignored, nothing is read: part of it may have been dropped', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    for (const protocol of ['h2c', 'TLS/1.0', 'HTTP/2.0', 'x']) {
      for (const [fields, body] of [
        ['', ''],
        ['Content-Length: 5\r\n', 'hello'],
        ['Transfer-Encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'],
      ] as const) {
        const request = post(stand, `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${fields}`) + body
        const answer = await send(stand.port, request + get('/behind', stand))
        assert.equal(statusesOf(answer), '200', `${protocol} ${fields}`)
      }
    }
    assert.doesNotMatch(app.bytes, /behind/)
    assert.equal(app.heads.length, 12)
  })

  test('Behind an answer that ends the connection, nothing is read', async (t) => {
    const app = await startRawApp(t)
    const stand = await startStand(t, app.url)
    const refused = post(stand, 'Content-Length: 5\r\n').replace('/case', '/a/../b')
    const answer = await send(stand.port, `${refused}hello${get('/behind', stand)}${get('/behind', stand)}`)
    assert.equal(statusesOf(answer), '400')
    assert.equal(statusOf(await send(stand.port, get('/', stand))), 200)
    assert.doesNotMatch(app.bytes, /behind/)
  })
})
