import { createHmac } from 'node:crypto'

/** A TOTP code (RFC 6238) by other hands than those that check it. */
export function totpCode(base32Key: string, now: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', fromBase32(base32Key)).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** The key as the page shows it to be typed. */
export function typedKey(html: string): string {
  const groups = [...html.matchAll(/\b[A-Z2-7]{4}\b/g)].map(([group]) => group)
  return groups.join('')
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** A code of the same length that is not this one; another for every `by` from 1 to 999,999. */
export function otherCode(code: string, by = 1): string {
  return String((Number(code) + by) % 10 ** code.length).padStart(code.length, '0')
}
