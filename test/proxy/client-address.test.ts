import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalAddress, clientAddress, inRanges, rangeTest } from '../../src/http/client-address.ts'

test('A27 R25 · the address is the socket’s when no proxy is believed, whatever the header says', () => {
  assert.equal(clientAddress('203.0.113.9', ['10.0.0.1'], rangeTest([])), '203.0.113.9')
  assert.equal(clientAddress('203.0.113.9', ['10.0.0.1'], rangeTest(['192.0.2.0/24'])), '203.0.113.9')
})

test('A27 R25 · from the right, one hop for each believed proxy', () => {
  const believed = rangeTest(['192.0.2.0/24', '2001:db8:1::/48'])
  const rows: [socket: string, headers: string[], client: string][] = [
    ['192.0.2.1', ['203.0.113.9'], '203.0.113.9'],
    ['192.0.2.1', ['10.0.0.1, 203.0.113.9'], '203.0.113.9'],
    ['192.0.2.1', ['10.0.0.1', '203.0.113.9'], '203.0.113.9'],
    ['192.0.2.1', ['203.0.113.9, 192.0.2.7'], '203.0.113.9'],
    ['192.0.2.1', ['6.6.6.6, 203.0.113.9, 192.0.2.7, 192.0.2.8'], '203.0.113.9'],
    ['192.0.2.1', ['192.0.2.5, 192.0.2.6'], '192.0.2.5'],
    ['2001:db8:1::5', ['2001:DB8:0:0::0007'], '2001:db8::7'],
    ['::ffff:192.0.2.1', ['::ffff:203.0.113.9'], '203.0.113.9'],
    ['192.0.2.1', [], '192.0.2.1'],
    ['192.0.2.1', [''], '192.0.2.1'],
  ]
  for (const [socket, headers, client] of rows) {
    assert.equal(clientAddress(socket, headers, believed), client, `${socket} ← ${headers.join(' | ')}`)
  }
})

test('A27 R25 · an entry that is no address ends the walk at the last good hop', () => {
  const believed = rangeTest(['192.0.2.0/24'])
  for (const bad of [
    'unknown',
    '0x0a.1.2.3',
    '010.0.0.1',
    '167838211',
    '10.1.515',
    '10.0.0.1:443',
    'fe80::1%eth0',
    '[::1]',
    '"10.0.0.1"',
    ' ',
  ]) {
    assert.equal(clientAddress('192.0.2.1', [`10.0.0.1, ${bad}`], believed), '192.0.2.1', bad)
    assert.equal(clientAddress('192.0.2.1', [`10.0.0.1, ${bad}, 192.0.2.7`], believed), '192.0.2.7', bad)
    assert.equal(clientAddress('192.0.2.1', [`${bad}, 203.0.113.9`], believed), '203.0.113.9', bad)
  }
})

test('A27 · one spelling for each address', () => {
  const rows: [string, string | null][] = [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::1', '::1'],
    ['::192.0.2.1', '::192.0.2.1'],
    ['fe80::1%eth0', null],
    ['192.0.2.01', null],
    ['192.0.2', null],
    ['0xc0000201', null],
    ['3221225985', null],
    ['', null],
    ['192.0.2.1 ', null],
  ]
  for (const [text, expected] of rows) assert.equal(canonicalAddress(text), expected, text)
})

test('A27 · a zone on the socket’s own address is dropped; without an address there is no request', () => {
  assert.equal(clientAddress('fe80::1%lo', [], rangeTest([])), 'fe80::1')
  assert.throws(() => clientAddress(undefined, [], rangeTest([])), { code: 'bad_request' })
})

test('A27 R25 · ranges match as a network engineer expects', () => {
  const inside: [string, string][] = [
    ['10.255.0.1', '10.0.0.0/8'],
    ['10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:ffff::1', '2001:db8:1::/48'],
    ['::1', '::1'],
  ]
  const outside: [string, string][] = [
    ['11.0.0.1', '10.0.0.0/8'],
    ['10.0.0.2', '10.0.0.1'],
    ['2001:db8:2::1', '2001:db8:1::/48'],
    ['10.0.0.1', '::/1'],
    ['::1', '0.0.0.0/1'],
    ['167838211', '10.0.0.0/8'],
    ['0x0a.1.2.3', '10.0.0.0/8'],
    ['10.1.515', '10.0.0.0/8'],
    ['::ffff:10.0.0.1', '10.0.0.0/8'],
    ['', '10.0.0.0/8'],
  ]
  const rows = [...inside.map((row) => [...row, true] as const), ...outside.map((row) => [...row, false] as const)]
  for (const [address, range, expected] of rows) {
    assert.equal(inRanges(address, [range]), expected, `${address} in ${range}`)
    const isInside = rangeTest([range])
    assert.deepEqual([isInside(address), isInside(address)], [expected, expected], `${address} in ${range}, again`)
  }
  assert.equal(inRanges('10.0.0.1', ['192.0.2.0/24', '10.0.0.0/8']), true)
  assert.equal(inRanges('10.0.0.1', []), false)
})
