import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createHash } from 'node:crypto'
import { WebSocket } from 'ws'
import { openFrames } from '../../src/proxy/frames.ts'
import { startRawApp, startStand } from './stand.ts'

/** A text frame as a server sends it (RFC 6455 §5.2). */
function frame(payload: string): Buffer {
  const body = Buffer.from(payload)
  const length =
    body.length < 126 ? Buffer.from([body.length]) : Buffer.from([126, body.length >> 8, body.length & 0xff])
  return Buffer.concat([Buffer.from([0x81]), length, body])
}

/** A client that is joined to an app whose every byte the test writes, through a gateway that is about to stop. */
async function joined(t: TestContext) {
  const { promise: connected, resolve } = Promise.withResolvers<Socket>()
  const app = await startRawApp(t, (socket, head) => {
    const key = /sec-websocket-key: (\S+)/i.exec(head)?.[1] ?? ''
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    resolve(socket)
  })
  const stand = await startStand(t, app.url)
  const client = new WebSocket(`ws://127.0.0.1:${stand.port}/ws`, {
    headers: { Host: stand.host, Cookie: stand.cookie, Origin: `http://${stand.host}` },
  })
  const messages: string[] = []
  client.on('message', (data: Buffer) => messages.push(data.toString()))
  await once(client, 'open')
  return { app, atApp: await connected, client, messages, stop: () => stand.gate.restart() }
}

test('a gateway that stops in the middle of a frame: the frame arrives whole, then 1001, and nothing after it', async (t) => {
  const { atApp, client, messages, stop } = await joined(t)
  const whole = frame('x'.repeat(1000))
  atApp.write(Buffer.concat([frame('first'), whole.subarray(0, 500)]))
  await once(client, 'message')
  const stopped = stop()
  const closed = once(client, 'close')
  atApp.write(Buffer.concat([whole.subarray(500), frame('after the farewell')]))
  assert.deepEqual([(await closed)[0], messages], [1001, ['first', 'x'.repeat(1000)]])
  atApp.end()
  await stopped
})

test('the answer to 1001 reaches the app, and what the client said before it', async (t) => {
  const { app, atApp, client, stop } = await joined(t)
  const before = app.bytes.length
  client.send('last words')
  const stopped = stop()
  await once(client, 'close')
  const heard = Buffer.from(app.bytes.slice(before), 'latin1')
  const frames = openFrames()
  assert.equal(frames.take(heard, 0), 2 + 4 + 'last words'.length)
  assert.equal(frames.closed(), false)
  frames.take(heard, 2 + 4 + 'last words'.length)
  assert.equal(frames.closed(), true)
  atApp.end()
  await stopped
})

test('an app that said goodbye itself is not said goodbye for', async (t) => {
  const { atApp, client, stop } = await joined(t)
  const closed = once(client, 'close')
  // 4001, an app's own reason, and no end of the connection.
  atApp.write(Buffer.from([0x88, 0x02, 0x0f, 0xa1]))
  await once(atApp, 'data')
  const stopped = stop()
  atApp.end()
  assert.equal((await closed)[0], 4001)
  await stopped
})

test('RFC 6455 §5.2 · frames of every length, masked or not, cut anywhere, end where they end', () => {
  for (const [name, bytes] of Object.entries(FRAMES)) {
    const frames = openFrames()
    const twice = Buffer.concat([bytes, bytes])
    assert.equal(frames.take(twice, 0), bytes.length, name)
    assert.equal(frames.take(twice, bytes.length), twice.length, name)
    for (const byte of bytes.subarray(0, -1)) {
      frames.take(Buffer.of(byte), 0)
      assert.equal(frames.between(), false, name)
    }
    frames.take(bytes.subarray(-1), 0)
    assert.equal(frames.between(), true, name)
  }
})

const FRAMES = {
  'empty, unmasked': Buffer.from([0x89, 0x00]),
  'empty, masked': Buffer.from([0x89, 0x80, 1, 2, 3, 4]),
  'seven bits of length': Buffer.concat([Buffer.from([0x81, 125]), Buffer.alloc(125)]),
  'seven bits, masked': Buffer.concat([Buffer.from([0x81, 0x80 | 5, 1, 2, 3, 4]), Buffer.alloc(5)]),
  'sixteen bits': Buffer.concat([Buffer.from([0x82, 126, 0x01, 0x00]), Buffer.alloc(256)]),
  'sixty-four bits, masked': Buffer.concat([
    Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4]),
    Buffer.alloc(65_536),
  ]),
}
