import { hash, timingSafeEqual } from 'node:crypto'
import { cryptBase64 } from './crypt-base64.ts'
import type { HashFault, StoredHash } from './stored-hash.ts'

type Algorithm = 'sha256' | 'sha512'

const KIND = /^\$[56]\$/
/** Printable ASCII but `$` and `:` may stand in a salt; fewer than 1000 rounds are never written. */
const SHA_CRYPT = /^\$([56])\$(?:rounds=([1-9]\d{3,8})\$)?([!-#%-9;-~]{0,16})\$([./0-9A-Za-z]+)$/

const DEFAULT_ROUNDS = 5000
/** About a second on one core of 2026; some distributions use 656,000. */
const MOST_ROUNDS = 1_000_000
/** libxcrypt refuses longer passwords; the work grows with the square of the length. */
const LONGEST_PASSWORD_BYTES = 511

/** crypt(3) with SHA-256 (`$5$`) or SHA-512 (`$6$`): Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512". */
export function readShaCrypt(text: string): StoredHash | HashFault | null {
  if (!KIND.test(text)) return null
  const [, id, typedRounds, salt, digest] = SHA_CRYPT.exec(text) ?? []
  const algorithm = id === '5' ? 'sha256' : 'sha512'
  if (salt === undefined || digest?.length !== DIGEST_LENGTH[algorithm]) {
    return { fault: 'it is no whole SHA-crypt hash' }
  }
  const rounds = Number(typedRounds ?? DEFAULT_ROUNDS)
  if (rounds > MOST_ROUNDS) {
    return { fault: `it has ${rounds} SHA-crypt rounds, and more than ${MOST_ROUNDS} are never spent on one password` }
  }
  return {
    madeWith: `SHA-crypt with ${algorithm.toUpperCase()}, ${rounds} rounds`,
    blocks: true,
    isWeaker: true,
    matches(typed) {
      const password = Buffer.from(typed)
      const computed = digestOf(algorithm, password.subarray(0, LONGEST_PASSWORD_BYTES), Buffer.from(salt), rounds)
      return timingSafeEqual(Buffer.from(computed), Buffer.from(digest)) && password.length <= LONGEST_PASSWORD_BYTES
    },
  }
}

/** The numbered steps are those of the specification. */
function digestOf(algorithm: Algorithm, password: Buffer, salt: Buffer, rounds: number): string {
  const sum = (...parts: Buffer[]) => hash(algorithm, Buffer.concat(parts), 'buffer')

  // 4 to 8: digest B.
  const b = sum(password, salt, password)
  // 1 to 3 and 9 to 12: digest A. For each bit of the password's length, lowest first, B or the password.
  const byBits: Buffer[] = []
  for (let bits = password.length; bits > 0; bits >>= 1) byBits.push((bits & 1) === 1 ? b : password)
  const a = sum(password, salt, repeated(b, password.length), ...byBits)
  // 13 to 16: P, as long as the password.
  const p = repeated(sum(...Array<Buffer>(password.length).fill(password)), password.length)
  // 17 to 20: S, as long as the salt.
  const s = repeated(sum(...Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)), salt.length)

  // 21: in each round, digest and P take turns, with S and P in between.
  let digest = a
  for (let round = 0; round < rounds; round += 1) {
    const odd = round % 2 === 1
    const parts = [odd ? p : digest]
    if (round % 3 !== 0) parts.push(s)
    if (round % 7 !== 0) parts.push(p)
    parts.push(odd ? digest : p)
    digest = sum(...parts)
  }
  return encoded(algorithm, digest)
}

function repeated(bytes: Buffer, length: number): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes)
}

const DIGEST_LENGTH: Record<Algorithm, number> = { sha256: 43, sha512: 86 }

/** 22: three bytes at a time, a third of the digest apart; which of the three comes first turns from group to group. */
function encoded(algorithm: Algorithm, digest: Buffer): string {
  const group = (...indexes: number[]) => cryptBase64(indexes.map((index) => digest[index] ?? 0))
  const third = Math.floor(digest.length / 3)
  const groups = Array.from({ length: third }, (_, index) => {
    const turned = algorithm === 'sha256' ? (3 - (index % 3)) % 3 : index % 3
    const [high = 0, middle = 0, low = 0] = [0, 1, 2].map((place) => index + third * ((place + turned) % 3))
    return group(low, middle, high)
  })
  return groups.join('') + (algorithm === 'sha256' ? group(30, 31) : group(63))
}
