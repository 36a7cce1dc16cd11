import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { get, send, startStand, statusOf } from './stand.ts'

test('R28 · an app with a certificate of an inner authority, which asks for one in turn', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'))
  const [certificate, key] = [join(dir, 'inner.pem'), join(dir, 'inner.key')]
  writeFileSync(certificate, CERTIFICATE)
  writeFileSync(key, KEY)
  const shown: string[] = []
  const tls = { key: KEY, cert: CERTIFICATE, ca: CERTIFICATE, requestCert: true, rejectUnauthorized: true }
  const server = createServer(tls, (req, res) => {
    shown.push((req.socket as TLSSocket).getPeerCertificate().subject.CN as string)
    res.end('portal')
  })
  server.on('upgrade', (req, socket) => {
    shown.push((req.socket as TLSSocket).getPeerCertificate().subject.CN as string)
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  assert.ok(address !== null && typeof address !== 'string')
  const upstream = `https://localhost:${address.port}`
  const app = (entries: string): string => `  - { name: Portal, path: /, upstream: RAW, tls: { ${entries} } }`

  await t.test('is reached with both', async () => {
    const apps = app(`ca: "${certificate}", certificate: "${certificate}", key: "${key}"`)
    const stand = await startStand(t, upstream, { apps })
    assert.match(await send(stand.port, get('/', stand)), /^HTTP\/1\.1 200 [^]*portal$/)
    const handshake = `Upgrade: websocket\r\nOrigin: http://${stand.host}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`
    const upgrade = get('/', stand, handshake).replace('Connection: close', 'Connection: Upgrade')
    assert.equal(statusOf(await send(stand.port, upgrade)), 403)
    const expecting = get('/', stand, 'Expect: 100-continue\r\nContent-Length: 0\r\n').replace('GET', 'POST')
    assert.match(await send(stand.port, expecting), /HTTP\/1\.1 200 [^]*portal$/)
    assert.deepEqual(shown, ['localhost', 'localhost', 'localhost'])
  })

  await t.test('is not without its authority, and does not answer to a gateway without a certificate', async () => {
    for (const apps of ['  - { name: Portal, path: /, upstream: RAW }', app(`ca: "${certificate}"`)]) {
      const stand = await startStand(t, upstream, { apps })
      assert.equal(statusOf(await send(stand.port, get('/', stand))), 502)
    }
    assert.equal(shown.length, 3)
  })
})
