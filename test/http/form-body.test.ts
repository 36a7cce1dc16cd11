import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { GatehouseError } from '../../src/domain/errors.ts'
import { field, formBody } from '../../src/http/form-body.ts'

const refuse: express.ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof GatehouseError)) return next(error)
  res.status(error.status).json({ code: error.code })
}
const app = express()
  .post('/field', formBody(), (req, res) => void res.json({ code: field(req, 'code') }))
  .post('/', formBody(), (req, res) => void res.json(Object.entries(req.form ?? {})))
  .use(refuse)

const FORM = 'application/x-www-form-urlencoded'

function post(body: string | Buffer, contentType = FORM): request.Test {
  return request(app)
    .post('/')
    .set('content-type', contentType)
    .serialize((sent: unknown) => String(sent))
    .send(body.toString('latin1'))
}

const READ: [what: string, body: string, fields: [string, string][]][] = [
  [
    'fields as a browser sends them',
    'username=maria%40northwind.example&password=a+b%2Bc',
    [
      ['username', 'maria@northwind.example'],
      ['password', 'a b+c'],
    ],
  ],
  ['letters beyond ASCII', 'name=%C3%89lodie+%E2%80%A2', [['name', 'Élodie •']]],
  [
    'empty values, names alone and stray ampersands',
    '&code=&anyway&',
    [
      ['code', ''],
      ['anyway', ''],
    ],
  ],
  [
    'brackets and dots as part of a name',
    'a[b]=1&a.b=2&a[]=3',
    [
      ['a[b]', '1'],
      ['a.b', '2'],
      ['a[]', '3'],
    ],
  ],
  [
    '__proto__ and constructor as names like any other',
    '__proto__=x&constructor=y&toString=z',
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ],
  ],
  ['an empty body', '', []],
]

for (const [what, body, fields] of READ) {
  test(`R38 · reads ${what}`, async () => {
    const answer = await post(body)
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body, fields)
  })
}

const REFUSED: [what: string, status: number, body: string, contentType?: string][] = [
  ['a field that comes twice', 400, 'next=/a&next=/b'],
  ['a field that comes twice in two spellings', 400, 'next=/a&%6Eext=/b'],
  ['__proto__ twice', 400, '__proto__=a&__proto__=b'],
  ['a broken escape', 400, 'code=%4'],
  ['an escape that is no UTF-8', 400, 'code=%FF'],
  ['a surrogate dressed as UTF-8', 400, 'code=%ED%A0%80'],
  ['a NUL', 400, 'code=1%002'],
  ['JSON', 400, '{"code":"1"}', 'application/json'],
  ['a form of files', 400, 'code=1', 'multipart/form-data; boundary=x'],
  ['plain text, which any site may post', 400, 'code=1', 'text/plain'],
  ['another charset', 400, 'code=1', `${FORM}; charset=utf-16`],
  ['51 fields', 413, Array.from({ length: 51 }, (_, n) => `f${n}=`).join('&')],
  ['ten thousand fields', 413, 'a&'.repeat(8000)],
  ['a byte more than 16 KiB', 413, `a=${'x'.repeat(16 * 1024 - 1)}`],
]

for (const [what, status, body, contentType] of REFUSED) {
  test(`R38 · refuses ${what}`, async () => {
    const answer = await post(body, contentType)
    assert.equal(answer.status, status)
    assert.deepEqual(answer.body, { code: status === 413 ? 'form_too_large' : 'bad_request' })
    assert.equal(answer.headers.connection, 'close')
  })
}

test('R38 · exactly 50 fields and exactly 16 KiB are read', async () => {
  const fields = Array.from({ length: 49 }, (_, n) => `f${n}=`).join('&')
  const body = `${fields}&last=`.padEnd(16 * 1024, 'x')
  const answer = await post(body)
  assert.equal(answer.status, 200)
  assert.equal(answer.body.length, 50)
})

test('R38 · bytes that are no UTF-8 are refused, and so is a body whose length is not announced once it is too long', async () => {
  const raw = (body: Buffer[]) =>
    fetch(origin, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: ReadableStream.from(body),
      duplex: 'half',
    })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert(typeof address === 'object' && address !== null)
  const origin = `http://127.0.0.1:${address.port}/`
  try {
    assert.equal((await raw([Buffer.from([0x61, 0x3d, 0xff])])).status, 400)
    assert.equal((await raw([Buffer.from('code=1'), Buffer.from('2')])).status, 200)
    const long = await raw([Buffer.from('a='), ...Array.from({ length: 20 }, () => Buffer.alloc(1024, 'x'))])
    assert.equal(long.status, 413)
  } finally {
    server.close()
    server.closeAllConnections()
  }
})

test('a field that was not sent reads as empty', async () => {
  const answer = await request(app).post('/field').type('form').send('other=1')
  assert.deepEqual(answer.body, { code: '' })
})
