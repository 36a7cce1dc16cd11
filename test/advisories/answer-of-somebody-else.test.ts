/*
 * Connections to the app are shared. If one over which an exchange was aborted, or over which more came than was asked for,
 * is used again, the rest of one person's answer becomes the beginning of the next person's.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { get, okay, send, startRawApp, startStand } from '../proxy/stand.ts'

test('R22 · nobody gets what is left of an exchange that was aborted', async (t) => {
  let aborted: Socket | undefined
  const app = await startRawApp(t, (socket, head) => {
    if (head.startsWith('GET /slow')) aborted = socket
    if (head.startsWith('GET /slow')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nmaria')
    else socket.write(okay('portal'))
  })
  const stand = await startStand(t, app.url)
  for (let round = 0; round < 5; round++) {
    const client = connect({ port: stand.port, host: '127.0.0.1' })
    client.write(get('/slow', stand))
    await once(client, 'data')
    client.destroy()
    for (const answer of await Promise.all(Array.from({ length: 5 }, () => send(stand.port, get('/', stand))))) {
      assert.match(answer, /\r\n\r\nportal$/)
    }
    if (aborted?.closed === false) await once(aborted, 'close')
  }
})

test('R22 · an answer that nobody asked for is given to nobody', async (t) => {
  const app = await startRawApp(t, (socket) => {
    socket.write(okay('yours'))
    setImmediate(() => socket.write(okay('somebody else’s')))
  })
  const stand = await startStand(t, app.url)
  for (let round = 0; round < 20; round++) {
    const answer = await send(stand.port, get('/', stand))
    assert.match(answer, /yours$|"code":"upstream_unavailable"/)
    assert.doesNotMatch(answer, /somebody/)
  }
})
