import type { RedisSettings } from '../../config/settings.ts'
import type { Whereabouts } from './follow.ts'

const DEFAULT_PORT = 6379

/** A server that is always at the same address. What the settings say of the login goes before what the URL says. */
export function serverOf({ url, username, password, tls }: RedisSettings & { kind: 'server' }): Whereabouts {
  const { protocol, hostname, port, pathname, username: userInUrl, password: passwordInUrl } = new URL(url)
  const endpoint = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || DEFAULT_PORT) }
  const login = {
    username: username ?? (decodeURIComponent(userInUrl) || null),
    password: password ?? (decodeURIComponent(passwordInUrl) || null),
    tls: protocol === 'rediss:' ? (tls ?? { ca: null }) : null,
  }
  return { login, database: Number(pathname.slice(1)), locate: () => Promise.resolve(endpoint) }
}
