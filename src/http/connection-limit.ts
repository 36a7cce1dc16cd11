import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { canonicalAddress, inRanges } from './client-address.ts'
import { writeRawAnswer } from './problem.ts'

/**
 * Refuses connections of an address that holds too many, with 503 (R29). Believed proxies hold those of everybody behind them
 * and are not counted; what they let through is theirs to limit.
 *
 * Answers whether a connection was refused: what came on it all the same must be looked at by nobody.
 */
export function limitConnections(
  server: Server,
  parts: {
    limits: () => { perAddress: number; believedProxies: readonly string[] }
    refused: () => void
  },
): (socket: Duplex) => boolean {
  const held = new Map<string, number>()
  const refused = new WeakSet<Duplex>()

  server.on('connection', (socket: Socket) => {
    const source = sourceOf(socket.remoteAddress ?? '')
    const { perAddress, believedProxies } = parts.limits()
    const count = (held.get(source) ?? 0) + 1
    held.set(source, count)
    socket.once('close', () => {
      const left = (held.get(source) ?? 1) - 1
      if (left === 0) held.delete(source)
      else held.set(source, left)
    })
    if (count <= perAddress || inRanges(canonicalAddress(socket.remoteAddress ?? '') ?? '', believedProxies)) return
    parts.refused()
    refused.add(socket)
    writeRawAnswer(socket, 503, { 'Retry-After': '5' }, '')
  })
  return (socket) => refused.has(socket)
}

/** Whoever has one address of IPv6 has all of its /64 (RFC 6177). */
function sourceOf(remoteAddress: string): string {
  const address = canonicalAddress(remoteAddress.split('%', 1)[0] ?? '') ?? remoteAddress
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const zeros = address.includes('::') ? 8 - before.length - after.length : 0
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')
}
