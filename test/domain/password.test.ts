import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMON_PASSWORDS } from '../../src/domain/common-passwords.ts'
import { normalisePassword, passwordFault } from '../../src/domain/password.ts'

const alone = { standsAlone: true }
const withFactor = { standsAlone: false }

test('R8 · 15 code points where a password stands alone, 8 beside a factor', () => {
  assert.equal(passwordFault('vexed heron zi', withFactor), null)
  assert.deepEqual(passwordFault('vexed heron zi', alone), { kind: 'password_too_short', least: 15 })
  assert.equal(passwordFault('vexed heron zin', alone), null)
  assert.equal(passwordFault('kreuz8ö!', withFactor), null)
  assert.deepEqual(passwordFault('kreuz8ö', withFactor), { kind: 'password_too_short', least: 8 })
})

test('R8 · code points are counted, not UTF-16 units', () => {
  assert.deepEqual(passwordFault('🦊🐻🐼🦁', withFactor), { kind: 'password_too_short', least: 8 })
  assert.equal(passwordFault('🦊🐻🐼🦁🐯🐨🐸🐵', withFactor), null)
})

test('R8 · 64 characters and more are accepted, up to 1024 bytes', () => {
  const words = 'the heron keeps a ledger of tides and never lends it, '
  assert.equal(passwordFault(words.repeat(18).slice(0, 1024), alone), null)
  assert.deepEqual(passwordFault(words.repeat(20).slice(0, 1025), alone), { kind: 'password_too_long' })
})

test('R8 · nothing is asked of the composition', () => {
  for (const password of ['correct-horse-battery', 'lower case words only', '8402917365520', 'ΚΑΛΗ μερα σε ολους']) {
    assert.equal(passwordFault(password, withFactor), null, password)
  }
})

test('R8 · common passwords are refused, however they are spelled', () => {
  for (const password of [
    'password123',
    'Password123',
    'P@ssw0rd',
    'pass-word 1234',
    'ｐａｓｓｗｏｒｄ１',
    'Summer2024!',
  ]) {
    assert.deepEqual(passwordFault(password, withFactor), { kind: 'password_common' }, password)
  }
  assert.deepEqual(passwordFault('correct horse battery staple', alone), { kind: 'password_common' })
})

test('R8 · runs and repetitions are refused without a list', () => {
  for (const password of ['aaaaaaaaaaaaaaaa', 'abcabcabcabcabc', '23456789', 'hgfedcba', 'xyxyxyxy']) {
    assert.deepEqual(passwordFault(password, withFactor), { kind: 'password_common' }, password)
  }
})

test("R8 · the username and the portal's name are refused as the password", () => {
  const facts = {
    standsAlone: false,
    username: 'maria.gonzales@northwind.example',
    portalName: 'Northwind Partner Portal',
  }
  for (const password of ['Maria.Gonzales', 'maria.gonzales@northwind.example', 'northwind partner portal']) {
    assert.deepEqual(passwordFault(password, facts), { kind: 'password_own_words' }, password)
  }
  assert.equal(passwordFault('maria likes herons', facts), null)
})

test('R8 · every entry of the list is one that the rule can meet', () => {
  for (const entry of COMMON_PASSWORDS) {
    assert.ok(Array.from(entry).length >= 8, entry)
    assert.notEqual(passwordFault(entry, withFactor), null, entry)
  }
  assert.ok(COMMON_PASSWORDS.size > 1000)
})

test('R8 · two ways to type the same letters are one password (NFKC)', () => {
  assert.equal(normalisePassword('cafe\u0301 ﬁne'), normalisePassword('café fine'))
})
