import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalRange } from '../../src/config/range.ts'

const RANGES: [typed: string, canonical: string][] = [
  ['192.0.2.0/24', '192.0.2.0/24'],
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7/32', '192.0.2.7/32'],
  ['128.0.0.0/1', '128.0.0.0/1'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:0db8:0:0:0:0:0:0001', '2001:db8::1'],
  ['2001:db8:4711:8000::/49', '2001:db8:4711:8000::/49'],
  ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
  ['::1', '::1'],
]

for (const [typed, canonical] of RANGES) {
  test(`A27 · ${typed} is the range ${canonical}`, () => {
    assert.deepEqual(canonicalRange(typed), { range: canonical })
  })
}

const WRITE = 'write it as 192.0.2.0/24, 2001:db8::/32 or a single address'

const FAULTS: [typed: string, fault: string][] = [
  ['192.0.2.7/24', '"192.0.2.7/24" has bits set below its prefix: write 192.0.2.0/24'],
  ['10.255.255.255/9', '"10.255.255.255/9" has bits set below its prefix: write 10.128.0.0/9'],
  ['2001:db8::1/32', '"2001:db8::1/32" has bits set below its prefix: write 2001:db8::/32'],
  ['192.0.2.0/33', '"/33" is no prefix length for 192.0.2.0: write a number from 1 to 32'],
  ['2001:db8::/129', '"/129" is no prefix length for 2001:db8::: write a number from 1 to 128'],
  ['192.0.2.0/024', '"/024" is no prefix length for 192.0.2.0: write a number from 1 to 32'],
  ['192.0.2.0/', '"/" is no prefix length for 192.0.2.0: write a number from 1 to 32'],
  ['192.0.2.0/255.255.255.0', '"/255.255.255.0" is no prefix length for 192.0.2.0: write a number from 1 to 32'],
  ['0.0.0.0/0', '"0.0.0.0/0" is every address there is: list the networks that are meant'],
  ['::/0', '"::/0" is every address there is: list the networks that are meant'],
  ['::ffff:192.0.2.0/120', '"::ffff:192.0.2.0/120" is an IPv4 address mapped into IPv6: write 192.0.2.0/24'],
  ['::ffff:c000:207', '"::ffff:c000:207" is an IPv4 address mapped into IPv6: write 192.0.2.7'],
  // Spellings that ip-range-check takes for addresses (R25).
  ...[
    '167838211',
    '0x0a.1.2.3',
    '010.1.2.3',
    '10.1.515',
    '10/8',
    '10.1.2.3.4',
    'fe80::1%eth0/64',
    '10.0.0.0/8/8',
    '',
  ].map((typed): [string, string] => [typed, `"${typed}" is no address range: ${WRITE}`]),
]

for (const [typed, fault] of FAULTS) {
  test(`A27 · "${typed}" is no range`, () => {
    assert.deepEqual(canonicalRange(typed), { fault })
  })
}
