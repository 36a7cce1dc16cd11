/**
 * Whom a canonical client address stands for where something is counted: IPv4 as it is, and of IPv6 the first 64 bits,
 * since whoever has one such address has the 2^64 around it.
 */
export function addressHolder(address: string): string {
  if (!address.includes(':')) return address
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
