/*
 * Between gateway and app somebody answers with a certificate of their own. A proxy that does not verify it hands them every
 * session's identity and content; one that verifies it against the Host that the client sent accepts a certificate
 * for a name that the client chose. And an error that names the app's address tells where to attack next.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import { test } from 'node:test'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { get, send, startStand, statusOf } from '../proxy/stand.ts'

test('R28 · an app whose certificate nobody vouches for gets nothing, over HTTP and WebSocket', async (t) => {
  let heard = 0
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (_, res) => {
    heard++
    res.end('portal')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')

  for (const name of ['localhost', '127.0.0.1']) {
    const stand = await startStand(t, `https://${name}:${address.port}`)
    const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nOrigin: http://${stand.host}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
    for (const fields of ['', upgrade]) {
      const answer = await send(stand.port, get('/', stand, fields))
      assert.equal(statusOf(answer), 502)
      assert.doesNotMatch(answer, new RegExp(`certificate|self.signed|${address.port}`, 'i'))
    }
  }
  assert.equal(heard, 0)
})
