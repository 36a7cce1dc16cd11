import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Usage } from './contender.ts'
import type { Contender, ContenderName, ContenderOptions } from './contenders.ts'

/** A server under load, whose cost can be asked for. */
export interface Server extends Contender {
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** Starts a contender in a process of its own, as it would run in service. */
export async function startContender(name: ContenderName, options: ContenderOptions): Promise<Server> {
  const child = fork(fileURLToPath(new URL('contender.ts', import.meta.url)), {
    execArgv: [],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const answer = async <T>(question: object): Promise<T> => {
    child.send(question)
    const [message]: T[] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start`))),
    ])
    if (message === undefined) throw new Error(`${name} gave no answer`)
    return message
  }
  const { port, cookie } = await answer<Contender>({ start: { name, options } })
  return {
    port,
    cookie,
    usage: () => answer<Usage>({ usage: true }),
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
