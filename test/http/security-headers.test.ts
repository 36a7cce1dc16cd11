import assert from 'node:assert/strict'
import { test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { pageHeaders } from '../../src/http/security-headers.ts'

function siteOf(protocol: 'http:' | 'https:'): express.Express {
  return express()
    .disable('x-powered-by')
    .use(pageHeaders({ publicUrl: { protocol }, defaultLanguage: 'en' }))
    .get('/redirect', (_req, res) => res.redirect(303, '/'))
    .get('/', (_req, res) => void res.send('<h1>page</h1>'))
}

test('R36 · a page may load files of its own origin alone, and stand in nobody’s frame', async () => {
  const { headers } = await request(siteOf('https:')).get('/')
  const policy = new Map(
    (headers['content-security-policy'] ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
  assert.deepEqual(Object.fromEntries(policy), {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
    'upgrade-insecure-requests': '',
  })
  assert.equal(headers['x-frame-options'], 'DENY')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['referrer-policy'], 'same-origin')
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
})

test('R36 · HSTS on https; on http neither that nor the upgrade of requests, which would break the site', async () => {
  const https = await request(siteOf('https:')).get('/')
  const http = await request(siteOf('http:')).get('/')
  assert.equal(https.headers['strict-transport-security'], 'max-age=31536000')
  assert.equal(http.headers['strict-transport-security'], undefined)
  assert.doesNotMatch(http.headers['content-security-policy'] ?? '', /upgrade-insecure-requests/)
})

test('R36 · pages, redirects and answers that are not found are kept in no cache', async () => {
  for (const path of ['/', '/redirect', '/missing']) {
    const { headers } = await request(siteOf('https:')).get(path)
    assert.equal(headers['cache-control'], 'no-store', path)
  }
})
