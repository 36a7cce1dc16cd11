import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelFor, mustAskAnyway } from '../../src/domain/phone.ts'

test('A10 · a mobile and an undetermined number get a text, a landline a call', () => {
  assert.equal(channelFor('mobile'), 'sms')
  assert.equal(channelFor('undetermined'), 'sms')
  assert.equal(channelFor('landline'), 'call')
})

test('R6 · no code ever travels to a refused number, asked for or not', () => {
  assert.throws(() => channelFor('refused'), { code: 'bad_request' })
})

test('A8 · a number that is, or may be, no mobile is asked about again', () => {
  assert.equal(mustAskAnyway('mobile'), false)
  assert.equal(mustAskAnyway('landline'), true)
  assert.equal(mustAskAnyway('undetermined'), true)
})
