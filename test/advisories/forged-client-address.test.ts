/*
 * Trusted networks are challenged every three weeks only. Whoever can choose the address that the gateway sees chooses not
 * to be challenged: `X-Forwarded-For: 127.0.0.2` in any spelling, several fields, and addresses that a lenient parser
 * takes for one inside the range: octal, hexadecimal, decimal, short, mapped, with a zone.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand } from '../proxy/stand.ts'

const FORGED = [
  '10.0.0.7',
  '::ffff:10.0.0.7',
  '0x0a.0.0.7',
  '012.0.0.7',
  '167772167',
  '10.7',
  'fe80::1%10.0.0.7',
  ' 10.0.0.7',
]

async function seenBy(
  settings: string,
  fields: string,
  t: Parameters<Parameters<typeof test>[0] & object>[0],
): Promise<string> {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url, { settings })
  await send(stand.port, get('/', stand, fields))
  return /\r\nX-Forwarded-For: (.*)\r\n/.exec(app.heads[0] ?? '')?.[1] ?? ''
}

test('A27 R25 · nobody is believed unless listed', async (t) => {
  const fields = FORGED.map((address) => `X-Forwarded-For: ${address}\r\nForwarded: for=${address.trim()}\r\n`).join('')
  assert.equal(await seenBy('', fields, t), '127.0.0.1')
})

test('A27 R25 · a listed proxy is believed for one hop, and for nothing that is no address', async (t) => {
  const believing = 'believed_proxies: [127.0.0.1/32]'
  assert.equal(await seenBy(believing, 'X-Forwarded-For: 10.0.0.7, 203.0.113.9\r\n', t), '203.0.113.9')
  assert.equal(await seenBy(believing, 'X-Forwarded-For: 10.0.0.7, 0x0a.0.0.7\r\n', t), '127.0.0.1')
})
