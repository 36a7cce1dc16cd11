import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LeashAnswer, LeashOptions, LeashRequest } from './leash.ts'

/** A real Redis or Postgres on a loopback port of its own. It ends with the process that started it. */
export interface Service {
  url: string
  /** Takes it away; what it holds stays on disk. */
  stop(): Promise<void>
  /** Brings it back on the same port. */
  start(): Promise<void>
  /** Makes it hold still: connections stay open and nobody answers. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Ends it and removes what it holds. */
  close(): Promise<void>
}

export async function startService(url: string, options: LeashOptions): Promise<Service> {
  const leash = fork(fileURLToPath(new URL('leash.ts', import.meta.url)), [JSON.stringify(options)], {
    detached: true,
    execArgv: [],
  })
  // Neither may keep a test process from ending.
  leash.unref()
  leash.channel?.unref()

  async function ask(request: LeashRequest): Promise<void> {
    leash.channel?.ref()
    leash.send(request)
    const [answer]: LeashAnswer[] = await once(leash, 'message')
    leash.channel?.unref()
    if (answer === undefined || 'failed' in answer) throw new Error(answer?.failed)
  }

  const service: Service = {
    url,
    stop: () => ask('stop'),
    start: () => ask('start'),
    freeze: () => ask('freeze'),
    thaw: () => ask('thaw'),
    async close() {
      if (leash.exitCode !== null) return
      leash.ref()
      leash.disconnect()
      await once(leash, 'exit')
    },
  }
  await service.start().catch(async (error: unknown) => {
    await service.close()
    throw error
  })
  return service
}
