import type { IncomingMessage } from 'node:http'
import { GatehouseError } from '../domain/errors.ts'

/** Why a request to upgrade is no WebSocket handshake that goes on; null when it is one. */
export type HandshakeFault = { kind: 'error'; error: GatehouseError } | { kind: 'wrong_version' }

/**
 * The server's checks of RFC 6455 §4.2.1, and the origin (§10.2, R27): browsers send cookies with WebSockets that any
 * site opens, and the Origin is all that tells them apart. One that is missing is as good as a foreign one.
 *
 * @param origins the site's own, and those that the operator listed for the app
 */
export function handshakeFault(req: IncomingMessage, origins: readonly string[]): HandshakeFault | null {
  const { method, headers } = req
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return badRequest()
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0') return badRequest()
  if (!/^[A-Za-z0-9+/]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return badRequest()
  if (headers['sec-websocket-version'] !== '13') return { kind: 'wrong_version' }
  if (isFrom(req, origins)) return null
  return { kind: 'error', error: new GatehouseError('cross_site', { kind: 'opened_by_another_site' }) }
}

/** Whether a WebSocket is opened by a page of one of these origins: exactly one Origin, and that is among them. */
export function isFrom(req: Pick<IncomingMessage, 'rawHeaders'>, origins: readonly string[]): boolean {
  const sent = onlyOrigin(req.rawHeaders)
  return sent !== null && origins.includes(sent)
}

function badRequest(): HandshakeFault {
  return { kind: 'error', error: new GatehouseError('bad_request', { kind: 'no_handshake' }) }
}

/** node:http joins or drops what is sent twice; here twice is none. */
function onlyOrigin(rawHeaders: readonly string[]): string | null {
  const sent = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'origin')
  return sent.length === 1 ? (sent[0] ?? null) : null
}
