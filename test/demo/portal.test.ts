import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { startDemoPortal } from '../../demo/portal.ts'

async function portal(t: TestContext): Promise<string> {
  const started = await startDemoPortal()
  t.after(() => started.close())
  return started.url
}

/** As the gateway sends it: header values are UTF-8 bytes. */
async function pageFor(url: string, headers: Record<string, string>): Promise<string> {
  const asked = request(url)
  for (const [key, value] of Object.entries(headers)) asked.setHeader(key, Buffer.from(value).toString('latin1'))
  asked.end()
  const [answer] = await once(asked, 'response')
  assert.equal(answer.statusCode, 200)
  return text(answer)
}

test('demo portal · any path is a page that shows who is signed in and the headers it received', async (t) => {
  const url = await portal(t)
  const page = await pageFor(`${url}/protection/machines/7?q=1`, {
    'X-Gatehouse-User': 'maria@northwind.example',
    'X-Gatehouse-Name': 'María Peña',
    'X-Request-Id': 'request-4711',
  })
  assert.match(page, /<strong id="signed-in">María Peña<\/strong>/)
  assert.match(page, /<th scope="row">X-Request-Id<\/th><td>request-4711<\/td>/)
  assert.match(page, /<title>Data protection/)
  for (const link of ['/', '/protection/', '/backup/', '/_gatehouse/account'])
    assert.ok(page.includes(`href="${link}"`))
  assert.match(page, /<form method="post" action="\/_gatehouse\/sign-out">/)
})

test('demo portal · nothing of a request becomes markup', async (t) => {
  const url = await portal(t)
  const page = await pageFor(`${url}/<script>alert(1)</script>?"'>`, {
    'X-Gatehouse-Name': `<img src=x onerror='1'>"&`,
  })
  assert.ok(!page.includes('<img') && !page.includes('<script>alert'))
  assert.match(page, /&#60;img src=x onerror=&#39;1&#39;&#62;&#34;&#38;/)
})

test('demo portal · an upload is counted, below any prefix', async (t) => {
  const url = await portal(t)
  const body = randomBytes(300_000)
  const answer = await fetch(`${url}/backup/upload`, { method: 'POST', body })
  assert.deepEqual(await answer.json(), {
    bytes: 300_000,
    sha256: createHash('sha256').update(body).digest('hex'),
  })
})

test('demo portal · events arrive as they are sent: one at once, one a second later', async (t) => {
  const url = await portal(t)
  const leave = new AbortController()
  const answer = await fetch(`${url}/protection/events`, { signal: leave.signal })
  assert.equal(answer.headers.get('content-type'), 'text/event-stream')
  const ticks: string[] = []
  for await (const chunk of answer.body ?? []) {
    ticks.push(new TextDecoder().decode(chunk))
    if (ticks.length === 2) break
  }
  leave.abort()
  assert.deepEqual(ticks, ['id: 1\nevent: tick\ndata: {"number":1}\n\n', 'id: 2\nevent: tick\ndata: {"number":2}\n\n'])
})

test('demo portal · a WebSocket echoes, and answers the subprotocol that was asked for', async (t) => {
  const url = await portal(t)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/backup/ws`, 'portal.v1')
  await once(socket, 'open')
  assert.equal(socket.protocol, 'portal.v1')
  socket.send('hello')
  assert.deepEqual((await once(socket, 'message')).map(String), ['hello', 'false'])
  socket.send(Buffer.from([1, 2, 3]))
  assert.deepEqual(await once(socket, 'message'), [Buffer.from([1, 2, 3]), true])
  socket.close()
  await once(socket, 'close')
})
