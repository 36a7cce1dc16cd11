import { type IncomingMessage, type ServerOptions, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { GatehouseError } from '../domain/errors.ts'
import { AUTHZ } from './asked-about.ts'
import { errorHeaders, writeRawAnswer } from './problem.ts'

/** Limits of the listening server (R29), and how strictly it parses (R22). */
export const serverOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Bodies are streamed for as long as they take.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  insecureHTTPParser: false,
  // `readTarget` refuses what has none, and so that nothing behind it is looked at.
  requireHostHeader: false,
  // A server may ignore other upgrades (RFC 9110 §7.8): `Upgrade: h2c` is an ordinary request, and so is what a proxy asks
  // with about a WebSocket that it holds itself.
  shouldUpgradeCallback: ({ headers, url = '' }) =>
    /\bwebsocket\b/i.test(headers.upgrade ?? '') && !url.startsWith(AUTHZ),
  optimizeEmptyRequests: true,
} satisfies ServerOptions

/**
 * Whether a request asks for an upgrade that the server ignores. What came behind it in the same piece was dropped by
 * node:http: a proxy in front would take the next answer on the connection for the one to what was dropped.
 */
export function isIgnoredUpgrade({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers.upgrade !== undefined
}

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
    const owed = owedAnswer(socket)
    if (owed?.req.complete === true) return endAfter(owed, socket)
    const status = STATUS[error.code ?? ''] ?? 400
    refused(status)
    // On a connection that was used before, an answer might end up in the middle of another.
    if (socket.bytesWritten === 0) writeRawAnswer(socket, status, {}, '')
    else socket.destroy()
  }
}

/** What came behind a whole request is broken: a refusal now would be taken for the answer to that one (RFC 9112 §9.3.2). */
function endAfter(owed: ServerResponse, socket: Duplex): void {
  if (!owed.shouldKeepAlive) return
  owed.shouldKeepAlive = false
  if (owed.headersSent) owed.once('close', () => socket.end(() => socket.destroy()))
}

/** Whether the connection ends with an answer that is due before `res`: nothing behind that is looked at (RFC 9112 §9.6). */
export function isBehindTheLast(socket: Duplex, res: ServerResponse): boolean {
  const owed = owedAnswer(socket)
  return socket.writableEnded || (owed !== null && owed !== res && !owed.shouldKeepAlive)
}

/** Answers CONNECT, for which node:http has an event of its own: the gateway is nobody's tunnel (R20). */
export function refuseConnect(socket: Duplex): void {
  const error = new GatehouseError('method_not_allowed', { kind: 'method_not_passed_on' })
  writeRawAnswer(socket, error.status, errorHeaders(error), '')
}

/**
 * Whether a request that came before on the same connection is still to be answered, or was the last one on it. An upgrade
 * behind it would be answered out of turn (RFC 9112 §9.3.2): to a proxy in front, one person's answer would be another's.
 */
export function isOutOfTurn(socket: Duplex): boolean {
  return owedAnswer(socket) !== null || socket.writableEnded
}

/** node:http keeps the response that a socket is busy with there, and nowhere else. */
function owedAnswer(socket: Duplex): ServerResponse | null {
  // oxlint-disable-next-line no-underscore-dangle
  return '_httpMessage' in socket && socket._httpMessage instanceof ServerResponse ? socket._httpMessage : null
}
