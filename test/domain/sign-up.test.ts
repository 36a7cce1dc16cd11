import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readNewUsername } from '../../src/domain/account.ts'
import { awaitsSignUp, isLinkOpen, readLink } from '../../src/domain/sign-up.ts'

const INVITED = { passwordHash: null, disabledAt: null }

test('a link is open until it runs out, for somebody who has no password and is not disabled', () => {
  for (const [account, now, open] of [
    [INVITED, 999, true],
    [INVITED, 1000, false],
    [{ ...INVITED, passwordHash: 'hash' }, 0, false],
    [{ ...INVITED, disabledAt: 1 }, 0, false],
  ] as const) {
    assert.equal(isLinkOpen({ expiresAt: 1000 }, account, now), open)
  }
  assert.equal(awaitsSignUp(INVITED), true)
  assert.equal(awaitsSignUp({ ...INVITED, disabledAt: 1 }), false)
})

test('a link has two parts, and nothing else is one', () => {
  const secret = 'A'.repeat(43)
  assert.deepEqual(readLink(`id-1.${secret}`), { id: 'id-1', secret })
  for (const typed of [
    '',
    '.',
    `.${secret}`,
    `id.${secret}A`,
    `id.${secret.slice(1)}`,
    `id.${secret}.x`,
    `i d.${secret}`,
  ]) {
    assert.equal(readLink(typed), null, typed)
  }
})

test('a new username is an e-mail address or a plain name in its one spelling, and no address of a page', () => {
  for (const [typed, kept] of [
    [' Maria@Northwind.example ', 'maria@northwind.example'],
    ['ｍaria@northwind.example', 'maria@northwind.example'],
    ['Maria', 'maria'],
    ['maria.lindqvist', 'maria.lindqvist'],
    ['', null],
    ['m'.repeat(65), null],
    ['https://evil.example/prize?@x', null],
    ['evil.example/prize', null],
    ['evil.example／prize', null],
    ['evil.example/prize?@x.example', null],
    ['maria@evil.example/prize', null],
    ['maria@evil.example#prize', null],
    ['maria?', null],
    ['maria#1', null],
    ['maria:1', null],
    ['maria@@northwind.example', null],
    ['maria\u200b', null],
    ['maria\u202e@northwind.example', null],
    ['maria\nlindqvist', null],
    ['maria@', null],
    ['a@b@c', null],
    ['ma ria@northwind.example', null],
    ['maria\u0000@northwind.example', null],
    [`${'a'.repeat(250)}@b.example`, null],
  ] as const) {
    assert.equal(readNewUsername(typed), kept, typed)
  }
})
