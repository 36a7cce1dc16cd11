/*
 * A page of server-sent events, or a long download, is one request that lasts for hours. A gateway that looks at the
 * session only when a request begins goes on delivering after sign-out, to whoever holds the connection: a stolen
 * cookie that was revoked still reads along.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

eachStoreSet((stores) => {
  test('A6 · a stream ends with the session it was asked for in, and the app hears of it', async (t) => {
    const left = Promise.withResolvers<void>()
    const app = createServer((_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' })
      res.write('data: 1\n\n')
      res.once('close', () => left.resolve())
    }).listen(0, '127.0.0.1')
    await once(app, 'listening')
    t.after(() => {
      app.close()
      app.closeAllConnections()
    })
    const { port } = app.address() as AddressInfo
    const apps = `  - { name: Events, path: /, upstream: "http://127.0.0.1:${port}" }`
    const gate = await startGateway(t, { stores, apps })
    const maria = await gate.signedIn('maria')
    const carl = await gate.signedIn('carl')

    const [hers, his] = await Promise.all([
      stream(gate.origin, maria.cookieHeader),
      stream(gate.origin, carl.cookieHeader),
    ])
    const cutOff = new Promise((resolve) => hers.once('close', resolve))
    await maria.post('/_gatehouse/sign-out')
    await cutOff
    await left.promise
    assert.equal(his.destroyed, false, "another person's goes on")
    his.destroy()
  })
})

/** Resolves once the first event has come. */
async function stream(origin: string, cookie: string) {
  const { port, host } = new URL(origin)
  const outgoing = request({ host: '127.0.0.1', port, path: '/events', headers: { Host: host, Cookie: cookie } }).end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  answer.on('error', () => {})
  await once(answer, 'data')
  return answer
}
