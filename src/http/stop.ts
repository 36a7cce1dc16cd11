import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Ongoing } from './ongoing.ts'

export interface Stoppable {
  /** Whether it was told to stop. */
  stopping(): boolean
  /**
   * Accepts no more connections, lets requests under way end and says goodbye to WebSockets; what is still there after
   * `withinMs` is cut off. Resolves with how many connections that were, once the last one is closed.
   */
  stop(withinMs: number): Promise<number>
}

const SWEEP_EVERY_MS = 100

/** @param parts.goodbye ends every WebSocket in the way of its protocol */
export function openStoppable(
  server: Server,
  { ongoing, goodbye }: { ongoing: Pick<Ongoing, 'endConnections'>; goodbye: () => void },
): Stoppable {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  let stopping = false

  /** Connections on which nothing is under way, those included on which nothing was ever asked. */
  function closeIdle(): void {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }

  return {
    stopping: () => stopping,
    async stop(withinMs) {
      stopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      ongoing.endConnections()
      goodbye()
      closeIdle()
      // A connection whose answer had begun before was not told that it ends, and falls idle.
      const sweep = setInterval(closeIdle, SWEEP_EVERY_MS)
      let cutOff = 0
      const limit = setTimeout(() => {
        cutOff = sockets.size
        for (const socket of sockets) socket.destroy()
      }, withinMs)
      await closed
      clearInterval(sweep)
      clearTimeout(limit)
      return cutOff
    },
  }
}
