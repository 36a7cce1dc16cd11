import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { errorCode } from './error-code.ts'
import type { GatehouseFile } from './gatehouse-schema.ts'

/** What was read, or a message that says what is wrong with it and what would be right, and never repeats it. */
export type Read = { value: string } | { fault: string }

const SHORTEST = 32
const RIGHT = `put ${SHORTEST} characters or more there, as "openssl rand -base64 32" prints them`

/** Reads one secret. A file that is to be generated is made only when `create` is set; else a missing one is no fault. */
export function readSecret(
  entry: GatehouseFile['secrets'][number],
  { env, dataDir, create }: { env: NodeJS.ProcessEnv; dataDir: string; create: boolean },
): Read {
  const read = 'env' in entry ? fromEnvironment(entry.env, env) : fromFile(entry, dataDir, create)
  if ('fault' in read) return { fault: `${read.fault}: ${RIGHT}` }
  const length = Array.from(read.value).length
  return length < SHORTEST ? { fault: `the secret that stands there has ${length} characters: ${RIGHT}` } : read
}

/** Reads an environment variable. One that is empty counts as not set. */
export function fromEnvironment(name: string, env: NodeJS.ProcessEnv): Read {
  const value = env[name]?.trim()
  return value === undefined || value === '' ? { fault: `the environment variable ${name} is not set` } : { value }
}

function fromFile({ file, generate }: { file: string; generate: boolean }, dataDir: string, create: boolean): Read {
  const path = resolve(dataDir, file)
  try {
    return { value: readFileSync(path, 'utf8').trim() }
  } catch (error) {
    const code = errorCode(error)
    if (code !== 'ENOENT') return { fault: `the secret file ${path} cannot be read (${code})` }
    if (!generate) return { fault: `there is no secret file ${path}` }
    return create ? generated(path) : { value: randomSecret() }
  }
}

function generated(path: string): Read {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeOnce(path, `${randomSecret()}\n`)
    return { value: readFileSync(path, 'utf8').trim() }
  } catch (error) {
    return { fault: `the secret file ${path} cannot be made (${errorCode(error)})` }
  }
}

/** The file appears whole or not at all; of several processes that start at once, the first wins and all read its file. */
function writeOnce(path: string, text: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
    linkSync(draft, path)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  } finally {
    closeSync(descriptor)
    rmSync(draft)
  }
}

function randomSecret(): string {
  return randomBytes(SHORTEST).toString('base64url')
}
