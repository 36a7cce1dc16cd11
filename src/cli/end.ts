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

/** Answers a function that gives the connections of a server ten more seconds, and then cuts them off. */
export function leash(server: Server, print: (line: string) => void): () => void {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return () => {
    if (sockets.size > 0) print('Ending. Requests under way have 10 seconds; Ctrl+C again ends them now.')
    const cutOff = () => {
      for (const socket of sockets) socket.destroy()
    }
    // Nothing but the sockets themselves keeps the process waiting.
    setTimeout(cutOff, GRACE_MS).unref()
  }
}
