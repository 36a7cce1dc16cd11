import type { TrustedNetwork } from './company.ts'

/** What a person can be told of an address besides itself. */
export type Place = { kind: 'network'; network: string } | { kind: 'this_computer' | 'private' | 'public' }

/** The same machine that Gatehouse runs on (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
const LOOPBACK = /^127\.|^::1$/
/** Of no use to find out where somebody is: RFC 1918, 3927, 6598, 4193, 4291 §2.5.6. */
const PRIVATE =
  /^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/

/** Of a canonical address, and the trusted network that it is in. */
export function placeOf(address: string, trustedNetwork: TrustedNetwork | null): Place {
  if (trustedNetwork !== null) return { kind: 'network', network: trustedNetwork.name }
  if (LOOPBACK.test(address)) return { kind: 'this_computer' }
  return { kind: PRIVATE.test(address) ? 'private' : 'public' }
}
