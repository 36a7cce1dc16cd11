import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** What an Argon2id hash was made with (RFC 9106 §3.1). */
export interface Argon2idParameters {
  memoryKiB: number
  passes: number
  parallelism: number
}

export interface Argon2idHash extends Argon2idParameters {
  salt: Buffer
  tag: Buffer
}

/** OWASP's minimum for Argon2id, and what every new hash is made with. */
export const ARGON2ID_PARAMETERS: Argon2idParameters = { memoryKiB: 19_456, passes: 2, parallelism: 1 }

const TAG_BYTES = 32

/** A stored hash is verified at whatever cost it names: without a limit, one bad row could stop the gateway. */
const COSTLIEST = { memoryKiB: 262_144, passes: 16, parallelism: 16, workKiB: 1_048_576 }
const BYTES = { fewest: 8, most: 64 }

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Reads a PHC string; null when it is malformed or costs more than is ever spent on one password. */
export function readArgon2id(phc: string): Argon2idHash | null {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(phc) ?? []
  if (salt === undefined || tag === undefined) return null
  const hash = {
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
  return isPossible(hash) && isAffordable(hash) ? hash : null
}

export async function hashArgon2id(password: string, salt: Buffer): Promise<string> {
  const { memoryKiB, passes, parallelism } = ARGON2ID_PARAMETERS
  const tag = await tagOf(password, { ...ARGON2ID_PARAMETERS, salt }, TAG_BYTES)
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

export async function matchesArgon2id(password: string, hash: Argon2idHash): Promise<boolean> {
  return timingSafeEqual(await tagOf(password, hash, hash.tag.length), hash.tag)
}

/** Whether new hashes cost a guesser more than this one does. */
export function isWeaker({ memoryKiB, passes, tag }: Argon2idHash): boolean {
  const ours = ARGON2ID_PARAMETERS
  const cheaper = memoryKiB < ours.memoryKiB || memoryKiB * passes < ours.memoryKiB * ours.passes
  return cheaper || tag.length < TAG_BYTES
}

function tagOf(
  password: string,
  parameters: Argon2idParameters & { salt: Buffer },
  tagLength: number,
): Promise<Buffer> {
  const { memoryKiB, passes, parallelism, salt } = parameters
  return derive('argon2id', { message: password, nonce: salt, memory: memoryKiB, passes, parallelism, tagLength })
}

function isPossible({ memoryKiB, passes, parallelism, salt, tag }: Argon2idHash): boolean {
  if (passes < 1 || parallelism < 1 || memoryKiB < 8 * parallelism) return false
  return [salt, tag].every(({ length }) => length >= BYTES.fewest && length <= BYTES.most)
}

function isAffordable({ memoryKiB, passes, parallelism }: Argon2idParameters): boolean {
  if (memoryKiB > COSTLIEST.memoryKiB || passes > COSTLIEST.passes || parallelism > COSTLIEST.parallelism) return false
  return memoryKiB * passes <= COSTLIEST.workKiB
}

/** PHC strings use base64 without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
