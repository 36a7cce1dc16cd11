import { fromEnvironment, type Read } from './secrets.ts'
import { storeUrlFits } from './stores-schema.ts'

/** What the process was started with, where it says where stores are. */
export interface Start {
  env: NodeJS.ProcessEnv
  dataDir: string
}

/** Reads the URL of a store. It may hold a password: a fault does not repeat it. */
export function storeUrl(from: string | { env: string }, scheme: string, env: NodeJS.ProcessEnv): Read {
  const right = `put ${scheme}://host/… there`
  const read = typeof from === 'string' ? { value: from } : fromEnvironment(from.env, env)
  if ('fault' in read) return { fault: `${read.fault}: ${right}` }
  return storeUrlFits(read.value, scheme) ? read : { fault: `what stands there is no ${scheme} URL: ${right}` }
}
