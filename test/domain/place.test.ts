import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf } from '../../src/domain/place.ts'

for (const [address, kind] of [
  ['127.0.0.1', 'this_computer'],
  ['127.8.9.1', 'this_computer'],
  ['::1', 'this_computer'],
  ['10.0.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['169.254.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['100.127.255.255', 'private'],
  ['fd00::1', 'private'],
  ['fc12:3456::1', 'private'],
  ['fe80::1', 'private'],
  ['172.15.0.1', 'public'],
  ['172.32.0.1', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.1', 'public'],
  ['192.169.0.1', 'public'],
  ['110.0.0.1', 'public'],
  ['2001:db8::1', 'public'],
  ['fe::1', 'public'],
  ['::1234', 'public'],
] as const) {
  test(`what ${address} says of a place: ${kind}`, () => {
    assert.deepEqual(placeOf(address, null), { kind })
  })
}

test('a trusted network is known by its name, whatever its addresses', () => {
  const office = { name: 'Head office', ranges: ['10.0.0.0/8'], line: 'config/policy.yaml:7' }
  assert.deepEqual(placeOf('10.1.2.3', office), { kind: 'network', network: 'Head office' })
})
