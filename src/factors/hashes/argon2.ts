import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { HashFault, StoredHash } from './stored-hash.ts'

const derive = promisify(argon2)

type Variant = 'argon2id' | 'argon2i'

/** What an Argon2 hash was made with (RFC 9106 §3.1). */
interface Argon2Parameters {
  memoryKiB: number
  passes: number
  parallelism: number
}

interface Argon2Hash extends Argon2Parameters {
  variant: Variant
  salt: Buffer
  tag: Buffer
}

/** OWASP's minimum for Argon2id, and what every new hash is made with. */
const OURS: Argon2Parameters = { memoryKiB: 19_456, passes: 2, parallelism: 1 }
const TAG_BYTES = 32

/** A stored hash is verified at whatever cost it names: without a limit, one bad row could stop the gateway. */
const COSTLIEST = { memoryKiB: 262_144, passes: 16, parallelism: 16, workKiB: 1_048_576 }
const BYTES = { fewest: 8, most: 64 }

const KIND = /^\$argon2id?\$/
const PHC = /^\$(argon2id?)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Argon2id and Argon2i as PHC strings. */
export function readArgon2(phc: string): StoredHash | HashFault | null {
  if (!KIND.test(phc)) return null
  const [, variant, memory, passes, parallelism, salt, tag] = PHC.exec(phc) ?? []
  const hash: Argon2Hash = {
    variant: variant === 'argon2i' ? variant : 'argon2id',
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt ?? '', 'base64'),
    tag: Buffer.from(tag ?? '', 'base64'),
  }
  const cost = `m=${memory},t=${passes},p=${parallelism}`
  if (!isPossible(hash)) return { fault: 'it is no whole Argon2 hash' }
  if (!isAffordable(hash)) return { fault: `its Argon2 cost is ${cost}, and that is never spent on one password` }
  return {
    madeWith: `${hash.variant}, ${cost}`,
    blocks: false,
    isWeaker: isWeaker(hash),
    matches: async (password) => timingSafeEqual(await tagOf(password, hash, hash.tag.length), hash.tag),
  }
}

/** A new hash of a password: Argon2id, `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export async function hashArgon2id(password: string, salt: Buffer): Promise<string> {
  const { memoryKiB, passes, parallelism } = OURS
  const tag = await tagOf(password, { variant: 'argon2id', ...OURS, salt }, TAG_BYTES)
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

function isWeaker({ variant, memoryKiB, passes, tag }: Argon2Hash): boolean {
  const cheaper = memoryKiB < OURS.memoryKiB || memoryKiB * passes < OURS.memoryKiB * OURS.passes
  return variant !== 'argon2id' || cheaper || tag.length < TAG_BYTES
}

function tagOf(password: string, hash: Omit<Argon2Hash, 'tag'>, tagLength: number): Promise<Buffer> {
  const { variant, memoryKiB, passes, parallelism, salt } = hash
  return derive(variant, { message: password, nonce: salt, memory: memoryKiB, passes, parallelism, tagLength })
}

function isPossible({ memoryKiB, passes, parallelism, salt, tag }: Argon2Hash): boolean {
  if (!(passes >= 1 && parallelism >= 1 && memoryKiB >= 8 * parallelism)) return false
  return [salt, tag].every(({ length }) => length >= BYTES.fewest && length <= BYTES.most)
}

function isAffordable({ memoryKiB, passes, parallelism }: Argon2Parameters): boolean {
  if (memoryKiB > COSTLIEST.memoryKiB || passes > COSTLIEST.passes || parallelism > COSTLIEST.parallelism) return false
  return memoryKiB * passes <= COSTLIEST.workKiB
}

/** PHC strings use base64 without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
