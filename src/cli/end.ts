import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../domain/ports.ts'

/** How long requests under way may take after the first signal. */
const GRACE_MS = 10_000
/** npm passes Ctrl+C on to a process that has had it already. */
const SAME_SIGNAL_MS = 500

/** Resolves at the first SIGTERM or SIGINT; the next one ends the process at once. */
export function endSignal(clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let first: number | null = null
  const onSignal = () => {
    if (first !== null && clock.now() - first > SAME_SIGNAL_MS) process.exit(1)
    first ??= clock.now()
    resolve()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return promise
}

/**
 * Answers a function that ends a server: no new connection, requests under way may end, and what is left after a
 * while is cut off, WebSockets included.
 */
export function gracefully(server: Server, print: (line: string) => void): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return async () => {
    const closed = once(server, 'close')
    server.close()
    if (sockets.size > 0) print('Ending. Requests under way have 10 seconds; Ctrl+C again ends them now.')
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, GRACE_MS)
    await closed
    clearTimeout(timer)
  }
}
