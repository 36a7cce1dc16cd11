import assert from 'node:assert/strict'
import { test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { GatehouseError } from '../../src/domain/errors.ts'
import '../../src/http/arrival.ts'
import { sameOrigin } from '../../src/http/same-origin.ts'

const refuse: express.ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof GatehouseError)) return next(error)
  res.status(error.status).json({ code: error.code })
}

function siteOf(protocol: 'http:' | 'https:'): express.Express {
  return express()
    .use((req, _res, next) => {
      // As the gateway notes it: the public scheme, and the host without the scheme's own port.
      const { origin } = new URL(`${protocol}//${req.headers.host ?? ''}`)
      req.arrival = { requestId: '', address: '127.0.0.1', origin }
      next()
    })
    .use(sameOrigin())
    .use((_req, res) => void res.sendStatus(204))
    .use(refuse)
}

const https = siteOf('https:')
const http = siteOf('http:')

interface Row {
  what: string
  site?: express.Express
  headers: Record<string, string>
  allowed: boolean
}

const POSTS: Row[] = [
  {
    what: 'a form of our own page',
    headers: { 'sec-fetch-site': 'same-origin', origin: 'https://gate.example' },
    allowed: true,
  },
  { what: 'another site', headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, allowed: false },
  {
    what: 'a sister host',
    headers: { 'sec-fetch-site': 'same-site', origin: 'https://blog.gate.example' },
    allowed: false,
  },
  { what: 'a bookmark or the address bar', headers: { 'sec-fetch-site': 'none' }, allowed: false },
  { what: 'two values in one', headers: { 'sec-fetch-site': 'same-origin, cross-site' }, allowed: false },
  { what: 'another spelling', headers: { 'sec-fetch-site': 'Same-Origin' }, allowed: false },
  {
    what: 'an Origin that would pass, overruled',
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://gate.example' },
    allowed: false,
  },
  { what: 'an older browser', headers: { origin: 'https://gate.example' }, allowed: true },
  { what: 'an older browser on another site', headers: { origin: 'https://evil.example' }, allowed: false },
  { what: 'the same host without TLS', headers: { origin: 'http://gate.example' }, allowed: false },
  { what: 'the same host on another port', headers: { origin: 'https://gate.example:8443' }, allowed: false },
  { what: 'a name that begins alike', headers: { origin: 'https://gate.example.evil.example' }, allowed: false },
  { what: 'a sandboxed frame', headers: { origin: 'null' }, allowed: false },
  { what: 'an empty Origin', headers: { origin: '' }, allowed: false },
  {
    what: 'a null Origin beside a good Referer',
    headers: { origin: 'null', referer: 'https://gate.example/' },
    allowed: false,
  },
  {
    what: 'a Referer of our own',
    headers: { referer: 'https://gate.example/_gatehouse/sign-in?next=/' },
    allowed: true,
  },
  {
    what: 'a Referer of another site',
    headers: { referer: 'https://evil.example/https://gate.example/' },
    allowed: false,
  },
  {
    what: 'a Referer with our name as its user',
    headers: { referer: 'https://gate.example@evil.example/' },
    allowed: false,
  },
  { what: 'a Referer that is no address', headers: { referer: 'gate.example' }, allowed: false },
  { what: 'a program that sends none of the three', headers: {}, allowed: true },
  {
    what: 'the default port spelled out in Host',
    headers: { host: 'gate.example:443', origin: 'https://gate.example' },
    allowed: true,
  },
  { what: 'http, from its own page', site: http, headers: { origin: 'http://gate.example' }, allowed: true },
  { what: 'http, from the https page', site: http, headers: { origin: 'https://gate.example' }, allowed: false },
  {
    what: 'another port that it serves',
    site: http,
    headers: { host: 'localhost:8080', origin: 'http://localhost:8080' },
    allowed: true,
  },
  {
    what: 'another port on this machine',
    site: http,
    headers: { host: 'localhost:8080', origin: 'http://localhost:9090' },
    allowed: false,
  },
]

for (const { what, site = https, headers, allowed } of POSTS) {
  test(`R35 · a POST from ${what} is ${allowed ? 'let through' : 'refused'}`, async () => {
    const answer = await request(site)
      .post('/')
      .set({ host: 'gate.example', ...headers })
    assert.equal(answer.status, allowed ? 204 : 403)
    if (!allowed) assert.deepEqual(answer.body, { code: 'cross_site' })
  })
}

test('R35 · every method that may change something is held to it, and those that may not are open to links', async () => {
  const crossSite = { host: 'gate.example', 'sec-fetch-site': 'cross-site' }
  for (const method of ['post', 'put', 'patch', 'delete'] as const) {
    assert.equal((await request(https)[method]('/').set(crossSite)).status, 403, method)
  }
  for (const method of ['get', 'head', 'options'] as const) {
    assert.equal((await request(https)[method]('/').set(crossSite)).status, 204, method)
  }
})
