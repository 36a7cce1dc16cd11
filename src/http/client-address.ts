import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import ipRangeCheck from 'ip-range-check'
import { GatehouseError } from '../domain/errors.ts'

/** Whether an address, in canonical spelling, lies in certain ranges. */
export type RangeTest = (address: string) => boolean

const MAX_REMEMBERED = 1000

/**
 * The address that a request came from (R25): the socket's, unless that is a believed proxy. Then `X-Forwarded-For` is
 * read from the right, one hop for each believed proxy, up to the first address that is not one. An entry that is no
 * address ends the walk at the hop before it.
 *
 * @param forwardedFor every X-Forwarded-For field of the request, in order
 * @returns the canonical spelling: IPv4 unwrapped from IPv6, no zone
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: readonly string[],
  isBelieved: RangeTest,
): string {
  // Only the kernel's own addresses bear a zone, which says nothing outside this machine.
  const [withoutZone = ''] = socketAddress?.includes('%') ? socketAddress.split('%', 1) : [socketAddress]
  const direct = canonicalAddress(withoutZone)
  if (direct === null) throw new GatehouseError('bad_request', { kind: 'connection_gone' })
  if (forwardedFor.length === 0) return direct

  let client = direct
  for (const entry of forwardedFor.join(',').split(',').toReversed()) {
    if (!isBelieved(client)) return client
    const before = canonicalAddress(entry.trim())
    if (before === null) return client
    client = before
  }
  return client
}

/** Whether an address lies in one of the ranges; both in canonical spelling (see `canonicalAddress`). */
export function inRanges(address: string, ranges: readonly string[]): boolean {
  // ip-range-check takes octal, hexadecimal and short spellings for addresses; nothing of the kind may reach it.
  if (canonicalAddress(address) !== address) return false
  return ranges.some((range) => ipRangeCheck(address, range))
}

/**
 * The same as `inRanges` for ranges that are asked about with every request: parsing them each time took a fifth of what
 * an answer to another proxy costs. Remembers so many answers; whoever has that many addresses gains nothing by it.
 */
export function rangeTest(ranges: readonly string[]): RangeTest {
  const remembered = new Map<string, boolean>()
  return (address) => {
    const known = remembered.get(address)
    if (known !== undefined) return known
    const answer = inRanges(address, ranges)
    if (remembered.size < MAX_REMEMBERED) remembered.set(address, answer)
    return answer
  }
}

/** The one spelling of an address (RFC 5952), or null for what is none, or bears a zone. */
export function canonicalAddress(text: string): string | null {
  if (isIPv4(text)) return text
  if (!isIPv6(text) || text.includes('%')) return null
  const { address } = new SocketAddress({ address: text, family: 'ipv6' })
  const mapped = /^::ffff:(.*)$/.exec(address)?.[1]
  return mapped !== undefined && isIPv4(mapped) ? mapped : address
}
