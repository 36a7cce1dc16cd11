import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import express from 'express'
import request from 'supertest'
import { openAssets } from '../../src/pages/assets.ts'
import { assetsDir } from './fixture-server.ts'

const assets = openAssets(assetsDir)
const app = express().use(assets.handler)

for (const name of readdirSync(assetsDir)) {
  test(`R36 · ${name} is served under the hash of its content, for good, as what it is`, async () => {
    const url = assets.url(name)
    assert.match(url, /^\/_gatehouse\/assets\/[a-z]+\.[0-9a-f]{16}\.(css|js|svg)$/)
    const { status, headers } = await request(app).get(url)
    assert.equal(status, 200)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(headers['content-type'] ?? '', /^(text\/css|text\/javascript|image\/svg\+xml)/)
    const head = await request(app).head(url)
    assert.equal(head.headers['content-length'], headers['content-length'])
  })
}

test('any other address under the assets is passed on, and so is any other method', async () => {
  const url = assets.url('gatehouse.css')
  for (const other of ['/_gatehouse/assets/', '/_gatehouse/assets/gatehouse.css', `${url}?v=1`, `${url}/../../x`]) {
    assert.equal((await request(app).get(other)).status, 404, other)
  }
  assert.equal((await request(app).post(url)).status, 404)
  assert.throws(() => assets.url('missing.css'), /No file "missing.css"/)
})

test('an address of another version leads to what there is now, and is not kept', async () => {
  const url = assets.url('gatehouse.css')
  const other = url.replace(/\.[0-9a-f]{16}\./, '.0123456789abcdef.')
  const { status, headers, text } = await request(app).get(other)
  assert.equal(status, 200)
  assert.equal(text, (await request(app).get(url)).text)
  assert.equal(headers['cache-control'], 'no-store')
  for (const none of [
    other.replace('gatehouse', 'nothing'),
    other.replace('0123', 'XYZ!'),
    other.replace('.css', '.js.css'),
  ]) {
    assert.equal((await request(app).get(none)).status, 404, none)
  }
})
