import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net'

/** Special-purpose addresses (RFC 6890 and the IANA registries it set up), multicast and what is reserved. */
const SPECIAL_IPV4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Within 2000::/3, outside of which nothing is public: Teredo and the like, documentation, 6to4. */
const SPECIAL_IPV6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const special = new BlockList()
for (const [network, bits] of SPECIAL_IPV4) special.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of SPECIAL_IPV6) special.addSubnet(network, bits, 'ipv6')
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

/** Whether an address belongs to the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  if (family === 4) return !special.check(address, 'ipv4')
  // Mapped addresses lie outside of 2000::/3, as do zones' link-local ones.
  return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** Why nothing was sent: the address is none of the public internet, and the configuration does not allow that. */
export class PrivateAddressError extends Error {
  constructor() {
    super('the address is private, and allow_private is not set')
    this.name = 'PrivateAddressError'
  }
}

/** A host that is an address by itself is connected to without any lookup: it is judged here, before. */
export function refusePrivateHost(hostname: string): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw new PrivateAddressError()
}

/**
 * Looks a name up for the connection that is about to be made, so that what is judged is what is connected to, and no
 * second answer of the name server can slip in between. One private address among several refuses them all.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '')
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new PrivateAddressError(), '')
    if (options.all === true) return callback(null, addresses)
    const [first] = addresses
    if (first === undefined) return callback(new Error('the name has no address'), '')
    callback(null, first.address, isIPv4(first.address) ? 4 : 6)
  })
}
