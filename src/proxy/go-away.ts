import type { Duplex } from 'node:stream'
import type { Frames } from './frames.ts'

/** FIN and close, two bytes: 1001, "going away" (RFC 6455 §7.4.1). What a server sends is not masked. */
const GOING_AWAY = Buffer.from([0x88, 0x02, 0x03, 0xe9])
/** How long a client may take to answer a close frame. */
const ANSWER_MS = 5000

/**
 * Ends a WebSocket that is piped both ways as its protocol wants it: the client gets a close frame behind the last whole
 * frame of the app, and nothing after it. Its answer, a close frame too, goes on to the app like everything that it says,
 * and the app then closes the connection. Whoever does not answer in time is cut off.
 *
 * @param frames follows what the app sends, and is in step with what was piped
 */
export function goAway(client: Duplex, upstream: Duplex, frames: Frames): void {
  const cutOff = setTimeout(() => client.destroy(), ANSWER_MS)
  client.once('close', () => clearTimeout(cutOff))
  if (frames.closed()) return

  upstream.unpipe(client)
  if (frames.between()) {
    client.write(GOING_AWAY)
  } else {
    upstream.on('data', function finishFrame(chunk: Buffer) {
      const end = frames.take(chunk, 0)
      const room = client.write(chunk.subarray(0, end))
      if (frames.between()) {
        upstream.off('data', finishFrame)
        if (!frames.closed()) client.write(GOING_AWAY)
      } else if (!room) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
    })
  }
  // What the app says from here on is read, so that its end is seen, and goes nowhere.
  upstream.resume()
}
