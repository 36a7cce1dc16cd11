import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { inspect } from 'node:util'
import type { WebhookSettings } from '../../src/config/settings.ts'
import { openWebhook } from '../../src/delivery/webhook/webhook.ts'
import { DeliveryError, type DeliveryFault } from '../../src/domain/delivery.ts'
import type { OutgoingMessage } from '../../src/domain/ports/delivery.ts'

const TOKEN = 'a-token-nobody-may-see'

/** A text that would break out of any place where it was pasted. */
const MESSAGE: OutgoingMessage = {
  channel: 'sms',
  to: '+447400123456',
  code: '012345',
  text: 'Code {code} "is" 50% & more?\n\n@portal.example #012345',
  language: 'en',
  languageIsAsked: false,
}

interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

async function vendor(
  t: TestContext,
  answer: (res: ServerResponse) => void = (res) => res.end('{}'),
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk: Buffer) => (body += chunk.toString()))
    req.on('end', () => {
      received.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body })
      answer(res)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

function settings(changes: Partial<WebhookSettings> = {}): WebhookSettings {
  return {
    method: 'POST',
    url: 'http://127.0.0.1',
    headers: { Authorization: 'Bearer {token}' },
    body: { json: { to: '{to}', text: '{text}' } },
    secrets: { token: TOKEN },
    statuses: null,
    field: null,
    reference: null,
    allowPrivate: true,
    ...changes,
  }
}

async function refusalOf(webhook: WebhookSettings, timeoutMs?: number): Promise<DeliveryError> {
  return openWebhook('hook', webhook, timeoutMs)
    .send(MESSAGE)
    .then(
      () => assert.fail('the message was taken'),
      (error: unknown) => (error instanceof DeliveryError ? error : assert.fail(inspect(error))),
    )
}

test('a JSON body holds values as texts of its structure, at any depth, whatever they hold', async (t) => {
  const { url, received } = await vendor(t)
  const json = {
    messages: [{ to: ['{to}'], body: 'A: {text}', '{code}': 1, urgent: true, nothing: null }],
    by: '{channel}',
    locale: '{language}',
  }
  const receipt = await openWebhook('hook', settings({ url: `${url}/send`, body: { json } })).send(MESSAGE)
  assert.deepEqual(receipt, { carrier: 'hook', reference: null })
  const [request] = received
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    messages: [{ to: [MESSAGE.to], body: `A: ${MESSAGE.text}`, '{code}': 1, urgent: true, nothing: null }],
    by: 'sms',
    locale: 'en',
  })
  assert.equal(request?.headers['content-type'], 'application/json')
  assert.equal(request.headers.authorization, `Bearer ${TOKEN}`)
})

test('a form body holds values as fields', async (t) => {
  const { url, received } = await vendor(t)
  const form = { To: '{to}', Body: '{text}', key: '{token}' }
  await openWebhook('hook', settings({ url, body: { form } })).send(MESSAGE)
  const [request] = received
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
    To: MESSAGE.to,
    Body: MESSAGE.text,
    key: TOKEN,
  })
  assert.equal(request?.headers['content-type'], 'application/x-www-form-urlencoded')
})

test('path and query hold values percent-encoded: none ends its part', async (t) => {
  const { url, received } = await vendor(t)
  const address = `${url}/numbers/{to}/{channel}?text={text}&code={code}`
  await openWebhook('hook', settings({ method: 'GET', url: address, body: null })).send(MESSAGE)
  const [request] = received
  assert.equal(request?.method, 'GET')
  const sent = new URL(request.url, url)
  assert.equal(sent.pathname, '/numbers/%2B447400123456/sms')
  assert.deepEqual(
    [...sent.searchParams],
    [
      ['text', MESSAGE.text],
      ['code', MESSAGE.code],
    ],
  )
})

test('a header that would hold a line break is not sent', async (t) => {
  const { url, received } = await vendor(t)
  const webhook = settings({ url, headers: { 'X-Text': '{text}' } })
  await assert.rejects(openWebhook('hook', webhook).send(MESSAGE), /X-Text/)
  assert.equal(received.length, 0)
})

const STATUSES: [number, DeliveryFault][] = [
  [301, 'vendor_misconfigured'],
  [400, 'vendor_refused'],
  [401, 'vendor_misconfigured'],
  [404, 'vendor_misconfigured'],
  [422, 'vendor_refused'],
  [429, 'rate_limited'],
  [500, 'vendor_unavailable'],
  [503, 'vendor_unavailable'],
]

for (const [status, fault] of STATUSES) {
  test(`status ${status} is ${fault}, and is asked once`, async (t) => {
    const { url, received } = await vendor(t, (res) => res.writeHead(status, { Location: '/elsewhere' }).end('no'))
    const refusal = await refusalOf(settings({ url }))
    assert.deepEqual(refusal.attempts, [{ carrier: 'hook', fault }])
    assert.equal(received.length, 1, 'nothing is followed or repeated')
  })
}

test('success is the status that is listed, and the field that is asked for', async (t) => {
  let answer = '{"messages":[{"status":"ok","id":4711}]}'
  let status = 200
  const { url } = await vendor(t, (res) => res.writeHead(status).end(answer))
  const webhook = settings({
    url,
    statuses: [200],
    field: { path: ['messages', '0', 'status'], equals: 'ok' },
    reference: ['messages', '0', 'id'],
  })
  assert.deepEqual(await openWebhook('hook', webhook).send(MESSAGE), { carrier: 'hook', reference: '4711' })
  for (answer of [
    '{"messages":[{"status":"failed"}]}',
    '{"messages":[]}',
    'no JSON',
    '',
    'null',
    '{"messages":"ok"}',
  ]) {
    assert.equal((await refusalOf(webhook)).fault, 'vendor_refused', answer)
  }
  status = 202
  assert.equal((await refusalOf(webhook)).fault, 'vendor_refused')
  assert.equal(
    (await refusalOf({ ...webhook, field: { path: ['constructor', 'name'], equals: 'Object' } })).fault,
    'vendor_refused',
  )
})

test('an answer that never comes, breaks off or never ends is given up', async (t) => {
  const silent = await vendor(t, () => undefined)
  assert.equal((await refusalOf(settings({ url: silent.url }), 50)).fault, 'vendor_unavailable')
  const broken = await vendor(t, (res) => res.socket?.destroy())
  assert.equal((await refusalOf(settings({ url: broken.url }))).fault, 'vendor_unavailable')
  const endless = await vendor(t, (res) => {
    const more = () => {
      while (res.write(Buffer.alloc(16_384, ' ')));
    }
    res.on('drain', more)
    more()
  })
  const webhook = settings({ url: endless.url, field: { path: ['ok'], equals: true } })
  assert.equal((await refusalOf(webhook)).fault, 'vendor_unavailable')
})

test('a notice fits where the whole text does; a place for the code then stays empty', async (t) => {
  const { url, received } = await vendor(t)
  const both = openWebhook('hook', settings({ url, body: { form: { to: '{to}', text: '{text}', code: '{code}' } } }))
  const code = openWebhook('hook', settings({ url, body: { form: { to: '{to}', text: 'Your code is {code}' } } }))
  assert.deepEqual([both.codesOnly, code.codesOnly], [false, true])
  await both.send({ ...MESSAGE, code: null })
  assert.deepEqual(Object.fromEntries(new URLSearchParams(received[0]?.body)), {
    to: MESSAGE.to,
    text: MESSAGE.text,
    code: '',
  })
})

test('what goes wrong repeats neither code nor key', async (t) => {
  const { url } = await vendor(t, (res) => res.writeHead(400).end(`bad token ${TOKEN} for ${MESSAGE.code}`))
  const gone = settings({ url: 'http://127.0.0.1:1' })
  for (const refusal of [await refusalOf(settings({ url })), await refusalOf(gone)]) {
    const logged = inspect(refusal, { depth: null, showHidden: true })
    assert.ok(!logged.includes(TOKEN) && !logged.includes(MESSAGE.code ?? '') && !logged.includes('7400123456'), logged)
  }
})

const PRIVATE = ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]']

for (const host of PRIVATE) {
  test(`${host} is private, and refused unless the configuration allows it`, async (t) => {
    const { url, received } = await vendor(t)
    const { port } = new URL(url)
    const refusal = await refusalOf(settings({ url: `http://${host}:${port}/`, allowPrivate: false }))
    assert.equal(refusal.fault, 'vendor_misconfigured')
    assert.equal(received.length, 0)
  })
}
