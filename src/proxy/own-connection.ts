import { type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { App } from '../domain/app.ts'

/** Begins a request to an app on a connection that carries nothing else, before or after it. `fields`: names and values in turn. */
export function requestAlone(
  app: Pick<App, 'upstream' | 'tls'>,
  { method, path, fields }: { method: string; path: string; fields: readonly string[] },
): ClientRequest {
  const { protocol, hostname, port } = new URL(app.upstream)
  const host = hostname.replace(/^\[|\]$/g, '')
  // An app that ends its side may still be spoken to.
  const options = { host, port, path, method, agent: false, allowHalfOpen: true, headers: fields } as const
  const outgoing = protocol === 'http:' ? httpRequest(options) : httpsRequest({ ...options, ...tlsOptions(app) })
  // With Expect, Node sends the head at once, and would make two of every byte above 127.
  return outgoing.once('socket', (socket) => socket.setDefaultEncoding('latin1'))
}

/**
 * For connections to an app over TLS (R28). Left to itself, a client would ask for a certificate of the Host that the
 * browser sent; the app's own name is right.
 */
export function tlsOptions({ upstream, tls: { files: _files, ...tls } }: Pick<App, 'upstream' | 'tls'>): {
  servername: string
  ca?: string
  cert?: string
  key?: string
} {
  const host = new URL(upstream).hostname.replace(/^\[|\]$/g, '')
  return { servername: isIP(host) === 0 ? host : '', ...tls }
}
