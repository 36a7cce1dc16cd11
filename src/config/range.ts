import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/** A range in its one canonical spelling, or what is wrong with it and what would be right. */
export type RangeResult = { range: string } | { fault: string }

/** Prefix lengths of the widest networks that are trusted without being asked whether they are meant. */
export const WIDEST = { ipv4: 8, ipv6: 32 }

/** Whether a canonical range is wider than a network of one company ever is. */
export function isWide(range: string): boolean {
  const [address = '', prefix] = range.split('/')
  return prefix !== undefined && Number(prefix) < (isIPv4(address) ? WIDEST.ipv4 : WIDEST.ipv6)
}

/**
 * Reads an address or a CIDR range (RFC 4632, RFC 4291 §2.3). ip-range-check takes octal, hexadecimal and short
 * spellings for addresses and a broken range for "no", so nothing but what a network engineer would write passes here.
 */
export function canonicalRange(text: string): RangeResult {
  const [address = '', prefix, ...rest] = text.split('/')
  if (rest.length > 0 || !(isIPv4(address) || isIPv6(address)) || address.includes('%')) {
    return { fault: `"${text}" is no address range: write it as 192.0.2.0/24, 2001:db8::/32 or a single address` }
  }
  const bits = isIPv4(address) ? 32 : 128
  if (prefix !== undefined && (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits)) {
    return { fault: `"/${prefix}" is no prefix length for ${address}: write a number from 1 to ${bits}` }
  }
  const length = prefix === undefined ? bits : Number(prefix)
  const number = addressNumber(address)
  if (bits === 128 && number >> 32n === 0xffffn) return mapped(text, number, length)
  if (length === 0) {
    return { fault: `"${text}" is every address there is: list the networks that are meant` }
  }
  const hostBits = BigInt(bits - length)
  const network = (number >> hostBits) << hostBits
  if (network !== number) {
    return { fault: `"${text}" has bits set below its prefix: write ${spelled(network, bits)}/${length}` }
  }
  return { range: prefix === undefined ? spelled(number, bits) : `${spelled(number, bits)}/${length}` }
}

/** Client addresses have IPv4 unwrapped before a range sees them, so that a mapped range would match nobody. */
function mapped(text: string, number: bigint, length: number): RangeResult {
  const address = spelled(number & 0xffffffffn, 32)
  const right = length === 128 ? address : `${address}/${Math.max(length - 96, 1)}`
  return { fault: `"${text}" is an IPv4 address mapped into IPv6: write ${right}` }
}

function addressNumber(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  const lastColon = address.lastIndexOf(':')
  const tail = address.slice(lastColon + 1)
  if (isIPv4(tail)) {
    const low = addressNumber(tail)
    return addressNumber(
      `${address.slice(0, lastColon + 1)}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`,
    )
  }
  const [head = '', end] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = end === undefined || end === '' ? [] : end.split(':')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

function spelled(number: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address
}
