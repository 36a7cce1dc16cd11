/*
 * R27 · what happens on a WebSocket once it is open, or is about to be: the handshake itself is in `upgrade.test.ts`.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { employeePlace } from '../support/employees.ts'
import { startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer, Visitor } from '../support/visitor.ts'
import { get, send, type Stand, startRawApp, startStand, statusOf } from './stand.ts'
import { dial, dialRaw, handshake, startEcho, SWITCHING } from './websocket.ts'

/** An app whose ends of its WebSockets belong to the test, and which can be ended on one side alone. */
async function startHalfOpen(t: TestContext) {
  const joined: PromiseWithResolvers<Socket>[] = [Promise.withResolvers()]
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      socket.write(`${SWITCHING}\r\n`)
      joined.at(-1)?.resolve(socket)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const stand = await startStand(t, `http://127.0.0.1:${address.port}`)
  return {
    stand,
    /** Both ends of a WebSocket that was just opened. */
    join: async (): Promise<{ client: Socket; atApp: Socket }> => {
      const next = Promise.withResolvers<Socket>()
      joined.push(next)
      const client = connect({ port: stand.port, host: '127.0.0.1', allowHalfOpen: true })
      client.on('error', () => client.destroy())
      client.write(handshake(stand))
      await once(client, 'data')
      const atApp = await next.promise
      t.after(() => {
        client.destroy()
        atApp.destroy()
      })
      return { client, atApp }
    },
  }
}

async function textOf(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  await once(socket, 'end')
  return text
}

test('R27 · versions: 13 and no other, said once', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  for (const version of [
    '',
    '8',
    '12',
    '14',
    '013',
    '+13',
    '13.0',
    '13, 8',
    '8, 13',
    '13\r\nSec-WebSocket-Version: 13',
    null,
  ]) {
    const answer = await send(stand.port, handshake(stand, { 'Sec-WebSocket-Version': version }))
    assert.equal(statusOf(answer), 426, String(version))
    assert.match(answer, /\r\nSec-WebSocket-Version: 13\r\n/)
    assert.match(answer, /\r\nConnection: close\r\n/)
  }
  assert.deepEqual(app.heads, [])
})

test('R27 · subprotocols and compression are settled between the two ends', async (t) => {
  const offered = 'permessage-deflate; client_max_window_bits; server_max_window_bits=10, x-own; a="b, c"'
  const agreed = 'permessage-deflate; server_no_context_takeover'
  const app = await startRawApp(t, (socket) => {
    socket.write(`${SWITCHING}Sec-WebSocket-Protocol: v2.chat\r\nSec-WebSocket-Extensions: ${agreed}\r\n\r\n`)
  })
  const stand = await startStand(t, app.url)
  const fields = { 'Sec-WebSocket-Protocol': 'v1.chat, v2.chat', 'Sec-WebSocket-Extensions': offered }
  const socket = dialRaw(stand.port, handshake(stand, fields))
  const answer = String((await once(socket, 'data'))[0])
  assert.ok(app.heads[0]?.includes(`\r\nSec-WebSocket-Extensions: ${offered}\r\n`))
  assert.ok(app.heads[0]?.includes('\r\nSec-WebSocket-Protocol: v1.chat, v2.chat\r\n'))
  assert.ok(answer.toLowerCase().includes(`\r\nsec-websocket-extensions: ${agreed}\r\n`))
  assert.match(answer, /\r\nsec-websocket-protocol: v2\.chat\r\n/i)
  socket.destroy()
})

test('R27 · compressed messages arrive as they were, both ways', async (t) => {
  const echo = await startEcho(t, { perMessageDeflate: { threshold: 0 } })
  const stand = await startStand(t, echo.url)
  const socket = dial(stand)
  await once(socket, 'open')
  assert.match(socket.extensions, /permessage-deflate/)
  for (const message of ['', 'a', 'round and round '.repeat(20_000)]) {
    socket.send(message)
    assert.equal(String((await once(socket, 'message'))[0]), message)
  }
  socket.close(4000, 'enough')
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
  assert.deepEqual([code, String(reason)], [4000, 'enough'])
})

suite('R27 · one side ends before the other', () => {
  test('What the client said last arrives, and what the app says then', async (t) => {
    const { join } = await startHalfOpen(t)
    const { client, atApp } = await join()
    client.end('goodbye')
    assert.equal(await textOf(atApp), 'goodbye')
    atApp.end('see you')
    assert.equal(await textOf(client), 'see you')
  })

  test('What the app said last arrives, and what the client says then', async (t) => {
    const { join } = await startHalfOpen(t)
    const { client, atApp } = await join()
    atApp.end('goodbye')
    assert.equal(await textOf(client), 'goodbye')
    client.end('see you')
    assert.equal(await textOf(atApp), 'see you')
  })

  test('Who then says nothing is not waited for, on either side', async (t) => {
    const { join } = await startHalfOpen(t)
    const [one, other] = [await join(), await join()]
    one.client.end()
    other.atApp.end()
    one.client.resume()
    other.atApp.resume()
    // Each has ended its own side, and is over when the gateway ends the other.
    await Promise.all([once(one.client, 'close'), once(other.atApp, 'close')])
  })

  test('A reset of one is the end of the other, whatever was ended before', async (t) => {
    const { join } = await startHalfOpen(t)
    const [one, other] = [await join(), await join()]
    one.client.end()
    await textOf(one.atApp)
    one.client.resetAndDestroy()
    other.atApp.resetAndDestroy()
    other.client.resume()
    // Nobody is there any more: what is written is answered by a reset.
    await t.waitFor(() => {
      for (const socket of [one.atApp, other.client]) {
        if (!socket.destroyed) socket.write('?')
        assert.ok(socket.destroyed)
      }
    })
  })
})

suite('R27 · a side that reads nothing stops the other', () => {
  const CHUNK = Buffer.alloc(64 * 1024)
  /** What the kernel holds on both connections, and no more of the gateway's than a few chunks. */
  const AT_MOST = 24 * 1024 * 1024

  /** Writes until nothing more is taken. Answers how many bytes were. */
  async function takenFrom(socket: Socket, stand: Stand): Promise<number> {
    let written = 0
    const more = (): void => {
      let room = true
      while (room && written < 4 * AT_MOST) {
        room = socket.write(CHUNK)
        written += CHUNK.length
      }
      socket.once('drain', more)
    }
    more()
    let before = -1
    while (before !== written) {
      before = written
      // By the time that others were served, the gateway has had what there was.
      for (let i = 0; i < 20; i++) await send(stand.port, get('/_gatehouse/health/live', stand))
    }
    return written
  }

  test('the app, when its client does not read', async (t) => {
    const { stand, join } = await startHalfOpen(t)
    const { client, atApp } = await join()
    client.pause()
    const written = await takenFrom(atApp, stand)
    assert.ok(written < AT_MOST, `${written} bytes were taken from the app`)
  })

  test('the client, when the app does not read', async (t) => {
    const { stand, join } = await startHalfOpen(t)
    const { client, atApp } = await join()
    atApp.pause()
    const written = await takenFrom(client, stand)
    assert.ok(written < AT_MOST, `${written} bytes were taken from the client`)
  })
})

eachStoreSet((stores) => {
  test('A6 R27 · sign-out, in this browser or from another one, or an admin who disables the account, closes the session’s WebSockets within a second', async (t) => {
    const echo = await startEcho(t)
    const gate = await startGateway(t, { stores, apps: `  - { name: Portal, path: /, upstream: "${echo.url}" }` })
    const { port, host } = new URL(gate.origin)
    const open = async (cookie: string) => {
      const socket = dial({ host, port: Number(port), cookie })
      await once(socket, 'open')
      return socket
    }
    const closesAt = async (browser: Visitor, end: () => Promise<Answer>): Promise<void> => {
      const socket = await open(browser.cookieHeader)
      const closed = once(socket, 'close')
      assert.equal((await end()).status, 303)
      const endedAt = performance.now()
      await closed
      assert.ok(performance.now() - endedAt < 1000)
    }

    const [maria, elsewhere] = [await gate.signedIn('maria'), await gate.signedIn('maria')]
    await closesAt(elsewhere, () => maria.post('/_gatehouse/account/sessions/others'))
    await closesAt(maria, () => maria.post('/_gatehouse/sign-out'))
    // Whatever began in the moment in which all others were ended is ended as well.
    gate.clock.advance(1)
    const ada = await gate.signedIn('ada')
    const access = `${await employeePlace(ada, 'maria')}/access`
    await closesAt(await gate.signedIn('maria'), () => ada.post(access, { confirm: 'disable' }))
  })
})

suite('R27 · a WebSocket ends within a second of its session', () => {
  const MINUTE = 60_000
  const MARGIN_MS = 1000

  async function opened(t: TestContext, session: string) {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const echo = await startEcho(t)
    const stand = await startStand(t, echo.url, { settings: `session: ${session}` })
    const socket = dial(stand)
    await once(socket, 'open')
    const speak = async (): Promise<void> => {
      socket.send('hello')
      await once(socket, 'message')
    }
    await speak()
    return { stand, echo, socket, speak }
  }

  test('that ends after so many hours, used or not', async (t) => {
    const { stand, socket, speak } = await opened(t, '{ idle: 1h, absolute: 1h }')
    for (let i = 0; i < 5; i++) {
      stand.gate.clock.advance(10 * MINUTE)
      t.mock.timers.tick(MARGIN_MS)
      await speak()
    }
    const closed = once(socket, 'close')
    stand.gate.clock.advance(10 * MINUTE)
    t.mock.timers.tick(MARGIN_MS)
    await closed
  })

  test('that ends idle: what the client sends is use, what the app sends is none', async (t) => {
    const { stand, echo, socket, speak } = await opened(t, '{ idle: 30m, absolute: 12h }')
    for (let i = 0; i < 4; i++) {
      stand.gate.clock.advance(20 * MINUTE)
      await speak()
      t.mock.timers.tick(MARGIN_MS)
      await speak()
    }
    const [atApp] = echo.clients
    assert.ok(atApp)
    const closed = once(socket, 'close')
    for (let i = 0; i < 2; i++) {
      stand.gate.clock.advance(16 * MINUTE)
      atApp.send('are you there?')
      if (i === 0) await once(socket, 'message')
    }
    t.mock.timers.tick(MARGIN_MS)
    await closed
  })
})
