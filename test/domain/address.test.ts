import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressHolder } from '../../src/domain/address.ts'

const rows: [string, string][] = [
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['2001:db8:1::5:6:7:8', '2001:db8:1:0'],
  ['::1', '0:0:0:0'],
]
for (const [address, holder] of rows) {
  test(`${address} is counted as ${holder}`, () => assert.equal(addressHolder(address), holder))
}
