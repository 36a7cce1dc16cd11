import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Contender, ContenderName, ContenderOptions } from './contenders.ts'
import { treeOf } from './processes.ts'
import type { Server } from './server.ts'

/** Starts a contender in a process of its own, as it would run in service. */
export async function startContender(name: ContenderName, options: ContenderOptions): Promise<Server> {
  const child = fork(fileURLToPath(new URL('contender.ts', import.meta.url)), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  child.send({ name, options })
  const [started]: Contender[] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start`))),
  ])
  if (started === undefined) throw new Error(`${name} gave no answer`)
  return {
    ...started,
    host: `localhost:${started.port}`,
    pids: () => treeOf(child.pid ?? 0),
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
