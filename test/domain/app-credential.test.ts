import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basicAuthorization, credentialFault } from '../../src/domain/app-credential.ts'

test('What a name and a password for an app may be (RFC 7617)', () => {
  for (const [username, password, of] of [
    ['mlopez', 'a word', null],
    ['mlopez@northwind.example', ' with: colons and spaces ', null],
    ['Jürgen', 'grün', null],
    ['', 'a word', 'username'],
    ['m:lopez', 'a word', 'username'],
    ['m\nlopez', 'a word', 'username'],
    ['x'.repeat(201), 'a word', 'username'],
    ['mlopez', '', 'password'],
    ['mlopez', 'a\r\nword', 'password'],
    ['mlopez', 'x'.repeat(501), 'password'],
  ] as const) {
    assert.equal(credentialFault({ username, password })?.of ?? null, of, JSON.stringify([username, password]))
  }
})

test('The Authorization is that of RFC 7617 §2.1', () => {
  assert.equal(basicAuthorization({ username: 'test', password: '123£' }), 'Basic dGVzdDoxMjPCow==')
})
