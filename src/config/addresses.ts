import { isIP } from 'node:net'
import type { GatehouseFile } from './gatehouse-schema.ts'
import type { Lenient } from './lenient.ts'
import type { Settings } from './settings.ts'

/** Where the gateway listens, under which address browsers reach it, and every host it answers to. */
export type Addresses = Pick<Settings, 'listen' | 'publicUrl' | 'knownHosts'>

/**
 * `port` overrides the one to listen on. A public address that was left out, or is the loopback address of the
 * configured port, follows it.
 */
export function addressesFrom(file: Lenient<GatehouseFile>, port: number | undefined): Addresses {
  const { host = '127.0.0.1', port: configured = 8080 } = file.listen ?? {}
  const listen = { host, port: port ?? configured }
  const url = new URL(file.public_url ?? `http://localhost:${listen.port}`)
  if (url.protocol === 'http:' && isLoopback(url.hostname) && portOf(url) === configured) {
    url.port = String(listen.port)
  }

  const appHosts = (file.apps ?? []).flatMap((app) => app?.host ?? [])
  return {
    listen,
    publicUrl: {
      origin: url.origin,
      protocol: url.protocol === 'https:' ? 'https:' : 'http:',
      host: url.host,
      hostname: url.hostname,
    },
    knownHosts: knownHostsOf(url, appHosts),
  }
}

/** Every `host[:port]` that is answered: the public one, those of apps, and loopback names beside `localhost`. */
export function knownHostsOf(publicUrl: { host: string; hostname: string }, appHosts: string[]): ReadonlySet<string> {
  const { host, hostname } = publicUrl
  const hosts = [hostname, ...appHosts]
  if (hostname === 'localhost') hosts.push('127.0.0.1', '[::1]')
  // As a browser sends it: the default port is left out (RFC 9110 §4.2.3).
  const port = host.slice(hostname.length)
  return new Set(hosts.map((name) => name + port))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
