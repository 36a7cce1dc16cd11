import { isIP } from 'node:net'
import type { App } from '../domain/app.ts'
import { authorityWord, hostWord, quoted, type Word } from './words.ts'

/** An app that nginx passes requests to. */
export interface ServedApp {
  app: App
  served: {
    /** Names its upstream and caches. */
    id: number
    scheme: 'http' | 'https'
    /** `HOST:PORT`. */
    upstream: string
    /** Directives. */
    tls: string[]
  }
}

/** An app that stays the gateway's own affair, and why. */
export interface OwnApp {
  app: App
  own: string
}

/** What nginx needs to serve an app, or why it does not: where it could not do what is configured, the gateway does. */
export function servedApp(app: App, id: number, { authorities }: { authorities: string }): ServedApp | OwnApp {
  const upstream = authorityWord(app.upstream)
  if (upstream === null) return { app, own: 'nginx cannot name the host of its upstream' }
  if (app.inner !== null) return { app, own: 'the gateway alone knows its inner name' }
  if (app.identity.basic?.kind === 'per_account')
    return { app, own: 'the gateway asks its people for their passwords there' }
  if (app.timeouts.totalMs !== null) return { app, own: 'nginx has no timeouts.total' }
  if (app.upstream.startsWith('http:')) return { app, served: { id, scheme: 'http', upstream, tls: [] } }
  const tls = tlsDirectives(app, authorities)
  return typeof tls === 'string' ? { app, own: tls } : { app, served: { id, scheme: 'https', upstream, tls } }
}

/** R28; or why nginx cannot. */
function tlsDirectives({ upstream, tls: { files = {} } }: App, authorities: string): string[] | string {
  const { hostname } = new URL(upstream)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'nginx cannot verify a certificate for a bare address'
  const words: Record<string, Word> = {
    proxy_ssl_trusted_certificate: quoted(files.ca ?? authorities),
    ...(files.cert === undefined ? {} : { proxy_ssl_certificate: quoted(files.cert) }),
    ...(files.key === undefined ? {} : { proxy_ssl_certificate_key: quoted(files.key) }),
  }
  if (Object.values(words).includes(null)) return 'nginx cannot name a file of its tls'
  return [
    'proxy_ssl_verify on;',
    'proxy_ssl_verify_depth 9;',
    'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
    'proxy_ssl_server_name on;',
    `proxy_ssl_name ${hostWord(hostname)};`,
    ...Object.entries(words).map(([directive, word]) => `${directive} ${word};`),
  ]
}
