import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'
import { SECRET, writtenTo } from '../config/written.ts'
import { freePort } from '../support/free-port.ts'
import { started } from './run.ts'

/** An app whose answers the test ends when it likes, and that takes WebSockets. */
async function startSlowApp(t: TestContext) {
  const server = createServer().listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ server })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${address.port}`, server, sockets }
}

/** `gatehouse serve` in a process of its own, in front of an app whose paths are all public. */
async function serving(t: TestContext, upstream: string, stopWithin: string) {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const dir = await writtenTo(t, {
    gatehouse: `secrets: [{ env: SECRET }]
metrics: { listen: { port: ${metricsPort} } }
stop_within: ${stopWithin}
apps: [{ name: Portal, path: /, upstream: '${upstream}', public: [/] }]
`,
  })
  const args = ['serve', '--config', dir, '--data', `${dir}/data`, '--port', String(port)]
  const running = started(t, args, { SECRET })
  await running.line(/is open at/)
  return { ...running, port, metricsPort, host: `localhost:${port}` }
}

function get(port: number, path: string, agent: Agent | false = false): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request({ host: '127.0.0.1', port, path, agent, headers: { Host: `localhost:${port}` } }, resolve)
    .on('error', reject)
    .end()
  return promise
}

test('SIGTERM: what is under way ends whole, WebSockets hear 1001, nobody new gets in, probes say so, exit code 0', async (t) => {
  const app = await startSlowApp(t)
  const gate = await serving(t, app.url, '60s')
  const { port, metricsPort, child, exitCode, host } = gate

  const asked = once(app.server, 'request')
  const answering = get(port, '/report')
  const [, res] = (await asked) as [IncomingMessage, ServerResponse]
  const joined = once(app.sockets, 'connection')
  const client = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { Host: host, Origin: `http://${host}` } })
  const [atApp] = (await joined) as [WebSocket]
  await once(client, 'open')
  const idle = connect({ port, host: '127.0.0.1' })
  await once(idle, 'connect')
  assert.equal((await fetch(`http://127.0.0.1:${metricsPort}/_gatehouse/health/ready`)).status, 200)

  const [heardByClient, heardByApp, idleClosed] = [once(client, 'close'), once(atApp, 'close'), once(idle, 'close')]
  child.kill('SIGTERM')
  await gate.line(/^Stopping/)
  assert.equal((await heardByClient)[0], 1001)
  assert.equal((await heardByApp)[0], 1001)
  await idleClosed
  await assert.rejects(get(port, '/late'), { code: 'ECONNREFUSED' })
  const probe = await fetch(`http://127.0.0.1:${metricsPort}/_gatehouse/health/ready`)
  assert.equal(probe.status, 503)
  assert.equal(((await probe.json()) as { code: string }).code, 'stopping')

  res.end('the whole report')
  const answer = await answering
  assert.equal(answer.headers.connection, 'close')
  assert.equal(await text(answer), 'the whole report')
  assert.equal(await exitCode, 0)
})

test('SIGTERM: a kept connection falls idle after its answer and does not hold the process up', async (t) => {
  const app = await startSlowApp(t)
  const gate = await serving(t, app.url, '60s')
  const { port, child, exitCode } = gate
  const agent = new Agent({ keepAlive: true })
  t.after(() => agent.destroy())

  const asked = once(app.server, 'request')
  const answering = get(port, '/stream', agent)
  const [, res] = (await asked) as [IncomingMessage, ServerResponse]
  // The head is out before the signal comes: it cannot say any more that the connection ends.
  res.write('half')
  const answer = await answering
  child.kill('SIGTERM')
  await gate.line(/^Stopping/)
  res.end(' and half')
  assert.equal(await text(answer), 'half and half')
  assert.equal(await exitCode, 0)
})

test('SIGTERM: what hangs is cut off when its time is over, exit code 0', async (t) => {
  const app = await startSlowApp(t)
  const { port, child, exitCode } = await serving(t, app.url, '1s')
  const asked = once(app.server, 'request')
  const answering = get(port, '/hangs')
  const [hanging] = (await asked) as [IncomingMessage]
  const upstreamClosed = once(hanging.socket, 'close')
  const startedAt = performance.now()
  child.kill('SIGTERM')
  await assert.rejects(answering, { code: 'ECONNRESET' })
  assert.ok(performance.now() - startedAt > 900)
  await upstreamClosed
  assert.equal(await exitCode, 0)
})

test('a second signal ends it at once', async (t) => {
  const app = await startSlowApp(t)
  const gate = await serving(t, app.url, '10m')
  const { port, child, exitCode } = gate
  const asked = once(app.server, 'request')
  const answering = get(port, '/hangs')
  await asked
  child.kill('SIGINT')
  await gate.line(/^Stopping/)
  // Signals that come right behind the first are taken for the same one.
  const again = setInterval(() => child.kill('SIGINT'), 100)
  t.after(() => clearInterval(again))
  await assert.rejects(answering, { code: 'ECONNRESET' })
  assert.equal(await exitCode, 1)
})
