import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import { GatehouseError } from '../../src/domain/errors.ts'
import { type BodyLimits, readBody } from '../../src/http/read-body.ts'

const ROOM = { mostBytes: 10, withinMs: 60_000 }

test('R29 · a body that stops half-way is waited for no longer than the limit says, and its client is told', async (t) => {
  const answer = await answerTo(t, { mostBytes: 10, withinMs: 50 }, 'Content-Length: 4\r\n\r\nab')
  assert.equal(answer, 'request_timeout')
})

test('R38 · a body is read up to the limit and not beyond, whether its length is announced or not', async (t) => {
  const chunked = 'Transfer-Encoding: chunked\r\n\r\n'
  assert.equal(await answerTo(t, ROOM, 'Content-Length: 10\r\n\r\n0123456789'), '0123456789')
  assert.equal(await answerTo(t, ROOM, `${chunked}5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n`), '0123456789')
  assert.equal(await answerTo(t, ROOM, 'Content-Length: 11\r\n\r\n'), 'form_too_large')
  assert.equal(await answerTo(t, ROOM, `${chunked}5\r\n01234\r\n6\r\n567890\r\n`), 'form_too_large')
})

test('a client that leaves half-way is waited for no longer', async (t) => {
  const { port, outcome } = await reader(t, ROOM)
  const socket = connect(port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab', () => socket.resetAndDestroy())
  socket.on('error', () => {})
  assert.equal(await outcome, 'bad_request')
})

async function answerTo(t: TestContext, limits: BodyLimits, rest: string): Promise<string> {
  const { port } = await reader(t, limits)
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${rest}`)
  let received = ''
  for await (const text of socket) received += text
  return received.split('\r\n\r\n')[1] ?? ''
}

/** A server that answers with the body, or with the code of what was wrong with it. */
async function reader(t: TestContext, limits: BodyLimits): Promise<{ port: number; outcome: Promise<string> }> {
  const outcome = Promise.withResolvers<string>()
  const codeOf = (error: unknown) => (error instanceof GatehouseError ? error.code : String(error))
  const server = createServer((req, res) => {
    const answer = (said: string): void => {
      outcome.resolve(said)
      res.writeHead(200, { Connection: 'close', 'Content-Length': said.length }).end(said)
    }
    readBody(req, limits).then(
      (body) => answer(body.toString()),
      (error: unknown) => answer(codeOf(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { port: (server.address() as AddressInfo).port, outcome: outcome.promise }
}
