import { createServer } from 'node:net'

const FIRST = 10_000
const LAST = 31_999
/** How many ports one process asks for before it comes to those of another. */
const OF_ONE_PROCESS = 200
/** Some servers take the next few ports as well. */
const APART = 5

const state = { next: FIRST + ((process.pid * OF_ONE_PROCESS) % (LAST - FIRST)) }

/**
 * A port that nobody listens on. Below the range from which the kernel takes ports for outgoing connections, and apart
 * from those of test files that run at the same time: one that is free now must still be so when a server is started on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = state.next
    state.next = port + APART > LAST ? FIRST : port + APART
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(port, () => server.close(() => resolve(true)))
  return promise
}
