import type { ServerOptions } from 'node:http'

/**
 * Limits of the listening server (R29). What node:http cannot parse (R22) it answers itself, with 400, 408, 413 or 431,
 * and closes the connection; it also refuses an answer into one that has begun, which an own `clientError` listener would not.
 */
export const serverOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  // Bodies are streamed for as long as they take.
  requestTimeout: 0,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
  insecureHTTPParser: false,
  requireHostHeader: true,
  // A server may ignore other upgrades (RFC 9110 §7.8): `Upgrade: h2c` is an ordinary request.
  shouldUpgradeCallback: ({ headers }) => /\bwebsocket\b/i.test(headers.upgrade ?? ''),
  optimizeEmptyRequests: true,
} satisfies ServerOptions
