import type { Server } from 'node:http'

/** How long an app may be silent towards a client that has ended its side: the client may have left as well. */
const SILENT_MS = 5_000

/**
 * Answers clients that end their side of the connection behind their request, as `nc -N` and old programs do (TCP half-close,
 * RFC 9293 §3.6). A client that has left looks the same until something is sent to it, so that silence is not waited out.
 */
export function answerHalfClosed(server: Server): void {
  // Not in the documentation of node:http: without it, the end of a client's side aborts its requests.
  Reflect.set(server, 'httpAllowHalfOpen', true)
  server.on('connection', (socket) => {
    socket.once('end', () => socket.setTimeout(SILENT_MS))
  })
}
