import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Credential } from './fields.ts'
import { errorCode } from './error-code.ts'
import { fromEnvironment, type Read } from './secrets.ts'

/** Reads what a vendor or mail server wants to see: one line of the environment or of a file, which is never made. */
export function readCredential(
  from: Credential,
  { env, dataDir }: { env: NodeJS.ProcessEnv; dataDir: string },
  right = 'put it there',
): Read {
  const read = 'env' in from ? fromEnvironment(from.env, env) : fromFile(resolve(dataDir, from.file))
  if ('fault' in read) return { fault: `${read.fault}: ${right}` }
  // oxlint-disable-next-line no-control-regex -- what is looked for
  const oneLine = !/[\u0000-\u001f\u007f]/.test(read.value)
  return oneLine ? read : { fault: 'what stands there has more than one line: put nothing but the secret there' }
}

function fromFile(path: string): Read {
  try {
    const value = readFileSync(path, 'utf8').trim()
    return value === '' ? { fault: `the file ${path} is empty` } : { value }
  } catch (error) {
    const code = errorCode(error)
    return { fault: code === 'ENOENT' ? `there is no file ${path}` : `the file ${path} cannot be read (${code})` }
  }
}
