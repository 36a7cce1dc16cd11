/*
 * CL.TE, TE.CL, TE.TE: two servers on one connection disagree where a body ends, because one goes by Content-Length and the
 * other by Transfer-Encoding, or because one of them reads a mangled coding that the other ignores. What one takes for
 * the end of a body is for the other the beginning of a request that nobody decided about.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nX: '

test('R22 · a message whose length can be read in two ways is refused, and the connection closed', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const framings = [
    'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n',
    'Transfer-Encoding: chunked\r\nContent-Length: 6\r\n',
    'Content-Length: 6\r\nContent-Length: 5\r\n',
    'Content-Length: 6\r\nContent-Length: 6\r\n',
    'Content-Length: +6\r\n',
    'Content-Length: 0x6\r\n',
    'Content-Length: 6, 6\r\n',
    'Content-Length: -1\r\n',
    'Content-Length : 6\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Transfer-Encoding: xchunked\r\n',
    'Transfer-Encoding: chunked;q=1\r\n',
    'Transfer-Encoding : chunked\r\n',
    'Transfer-Encoding:\x0bchunked\r\n',
    'Transfer-Encoding: x\r\n\tchunked\r\n',
    'X: y\rTransfer-Encoding: chunked\r\n',
    'X: y\nTransfer-Encoding: chunked\nZ: y\r\n',
    'X\x00: y\r\n',
  ]
  for (const framing of framings) {
    const request = get('/', stand, framing).replace('GET', 'POST').replace('Connection: close\r\n', '')
    const answer = await send(stand.port, `${request}0\r\n\r\n${SMUGGLED}`)
    assert.ok([400, 501].includes(statusOf(answer)), `${JSON.stringify(framing)}: ${answer}`)
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, JSON.stringify(framing))
  }
  const broken = 'Transfer-Encoding: chunked\r\n'
  for (const body of [
    '5\r\nhello0\r\n\r\n',
    'zz\r\nhello\r\n0\r\n\r\n',
    '5\nhello\n0\n\n',
    '-5\r\nhello\r\n0\r\n\r\n',
  ]) {
    await send(stand.port, `${get('/', stand, broken).replace('GET', 'POST')}${body}${SMUGGLED}`)
  }
  assert.doesNotMatch(app.bytes, /smuggled/)
})

test('R22 · Transfer-Encoding in HTTP/1.0 carries no second request', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const request = get('/', stand, 'Transfer-Encoding: chunked\r\n')
    .replace('GET', 'POST')
    .replace('HTTP/1.1', 'HTTP/1.0')
  const answer = await send(stand.port, `${request}0\r\n\r\n${SMUGGLED}`)
  assert.equal(answer.match(/HTTP\/1\.[01] /g)?.length, 1)
  assert.doesNotMatch(app.bytes, /smuggled/)
})

test('R23 · what the app reads as framing was written by the gateway, once', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const fields =
    'Content_Length: 99\r\nTransfer_Encoding: chunked\r\nConnection: content-length\r\nContent-Length: 5\r\n'
  await send(stand.port, `${get('/', stand, fields).replace('GET', 'POST')}hello`)
  const [head = ''] = app.heads
  assert.equal(head.match(/\r\ncontent.length:/gi)?.length, 1)
  assert.match(head, /\r\ncontent-length: 5$/i)
  assert.doesNotMatch(head, /transfer.encoding/i)
})
