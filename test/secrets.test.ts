import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSecrets } from '../src/secrets.ts'

const OLD = 'an-old-secret-of-at-least-32-characters'
const NEW = 'a-new-secret-of-at-least-32-characters!'

test('what was sealed opens again, and no two seals are alike', () => {
  const secrets = openSecrets([NEW])
  const sealed = secrets.seal('totp-key', 'JBSWY3DPEHPK3PXP é', 'account-maria')
  assert.equal(secrets.open('totp-key', sealed, 'account-maria'), 'JBSWY3DPEHPK3PXP é')
  assert.notEqual(sealed, secrets.seal('totp-key', 'JBSWY3DPEHPK3PXP é', 'account-maria'))
  assert.ok(!sealed.includes('JBSWY3DPEHPK3PXP'))
})

test('a sealed text opens for its own purpose and owner only, and not once changed', () => {
  const secrets = openSecrets([NEW])
  const sealed = secrets.seal('totp-key', 'key', 'account-maria')
  const [version = '', keyId = '', body = ''] = sealed.split('.')
  const flipped = Buffer.from(body, 'base64url')
  flipped[15]! ^= 1
  for (const [purpose, text, owner] of [
    ['other', sealed, 'account-maria'],
    ['totp-key', sealed, 'account-carl'],
    ['totp-key', [version, keyId, flipped.toString('base64url')].join('.'), 'account-maria'],
    ['totp-key', [version, keyId, body.slice(0, 20)].join('.'), 'account-maria'],
    ['totp-key', [version, 'unknown', body].join('.'), 'account-maria'],
    ['totp-key', 'key', 'account-maria'],
    ['totp-key', '', 'account-maria'],
  ] as const) {
    assert.throws(() => secrets.open(purpose, text, owner), { name: 'GatehouseError', code: 'internal' })
  }
})

test('after a rotation the first secret seals and hashes, and the old one still opens and matches', () => {
  const before = openSecrets([OLD])
  const during = openSecrets([NEW, OLD])
  const after = openSecrets([NEW])

  const sealed = before.seal('totp-key', 'key', 'maria')
  assert.equal(during.open('totp-key', sealed, 'maria'), 'key')
  assert.equal(after.open('totp-key', during.seal('totp-key', 'key', 'maria'), 'maria'), 'key')
  assert.throws(() => after.open('totp-key', sealed, 'maria'), { code: 'internal' })

  const hash = before.keyedHash('code', '123456')
  assert.ok(during.matchesKeyedHash('code', '123456', hash))
  assert.ok(!after.matchesKeyedHash('code', '123456', hash))
  assert.equal(during.keyedHash('code', '123456'), after.keyedHash('code', '123456'))
})

test('a keyed hash matches its own value and purpose only', () => {
  const secrets = openSecrets([NEW, OLD])
  const hash = secrets.keyedHash('code', '123456')
  assert.ok(secrets.matchesKeyedHash('code', '123456', hash))
  assert.ok(!secrets.matchesKeyedHash('code', '123457', hash))
  assert.ok(!secrets.matchesKeyedHash('session', '123456', hash))
  assert.ok(!secrets.matchesKeyedHash('code', '123456', hash.slice(0, -2)))
  assert.ok(!secrets.matchesKeyedHash('code', '123456', ''))
})

test('cookie keys keep the order of the secrets and are none of them', () => {
  const keys = openSecrets([NEW, OLD]).cookieKeys
  assert.deepEqual(keys, [...openSecrets([NEW]).cookieKeys, ...openSecrets([OLD]).cookieKeys])
  assert.ok(!keys.includes(NEW) && !keys.includes(OLD))
})
