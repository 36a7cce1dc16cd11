import { readCredential } from './credential.ts'
import type { Credential } from './fields.ts'
import type { Read } from './secrets.ts'
import { storeUrlFits } from './stores-schema.ts'

/** What the process was started with, where it says where stores are. */
export interface Start {
  env: NodeJS.ProcessEnv
  dataDir: string
}

/** Reads the URL of a store. It may hold a password: a fault does not repeat it. */
export function storeUrl(from: string | Credential, scheme: string, start: Start): Read {
  const right = `put ${scheme}://host/… there`
  const read = typeof from === 'string' ? { value: from } : readCredential(from, start, right)
  if ('fault' in read) return read
  return storeUrlFits(read.value, scheme) ? read : { fault: `what stands there is no ${scheme} URL: ${right}` }
}
