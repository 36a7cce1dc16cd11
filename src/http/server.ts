import type { ServerOptions } from 'node:http'
import type { Duplex } from 'node:stream'
import { AUTHZ } from './asked-about.ts'
import { writeRawAnswer } from './problem.ts'

/** Limits of the listening server (R29), and how strictly it parses (R22). */
export const serverOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Bodies are streamed for as long as they take.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  insecureHTTPParser: false,
  requireHostHeader: true,
  // A server may ignore other upgrades (RFC 9110 §7.8): `Upgrade: h2c` is an ordinary request, and so is what a proxy asks
  // with about a WebSocket that it holds itself.
  shouldUpgradeCallback: ({ headers, url = '' }) =>
    /\bwebsocket\b/i.test(headers.upgrade ?? '') && !url.startsWith(AUTHZ),
  optimizeEmptyRequests: true,
} satisfies ServerOptions

const STATUS: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/**
 * Listener for the server's `clientError`: what cannot be parsed is refused, and nothing behind it is read.
 *
 * @param refused told of each, with the status that says why
 */
export function refuseBrokenRequests(refused: (status: number) => void) {
  return (error: Error & { code?: string }, socket: Duplex & { bytesWritten?: number }): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const status = STATUS[error.code ?? ''] ?? 400
    refused(status)
    // On a connection that was used before, an answer might end up in the middle of another.
    if (socket.bytesWritten === 0) writeRawAnswer(socket, status, {}, '')
    else socket.destroy()
  }
}

/**
 * Whether a request that came before on the same connection has not been answered yet. An upgrade behind it would be
 * answered out of turn (RFC 9112 §9.3.2): to a proxy in front, one person's answer would be another's.
 */
export function owesAnAnswer(socket: Duplex): boolean {
  // node:http keeps the response that a socket is busy with there, and nowhere else.
  // oxlint-disable-next-line no-underscore-dangle
  return '_httpMessage' in socket && socket._httpMessage !== null
}
