import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import { readDjangoPbkdf2 } from './django-pbkdf2.ts'
import { readPhpass } from './phpass.ts'
import { readShaCrypt } from './sha-crypt.ts'
import { readSsha } from './ssha.ts'
import { readWordPressBcrypt } from './wordpress-bcrypt.ts'

/** A stored password hash that was understood and costs no more than is ever spent on one password. */
export interface StoredHash {
  /** What it was made with, as `bcrypt, cost 12`. Never anything of the hash itself. */
  madeWith: string
  /** Whether it is verified synchronously, and so on a thread of its own. */
  blocks: boolean
  /** Whether new hashes cost a guesser more than this one does. */
  isWeaker: boolean
  /** Whether it is the hash of exactly this text. In constant time once the hash is computed. */
  matches(password: string): boolean | Promise<boolean>
}

/** Why a hash is refused, as the end of a sentence: it names the kind and the cost, and nothing of the hash. */
export interface HashFault {
  fault: string
}

/** Answers null when the text is of another kind. */
export type ReadHash = (text: string) => StoredHash | HashFault | null

const KINDS: ReadHash[] = [
  readArgon2,
  readBcrypt,
  readWordPressBcrypt,
  readPhpass,
  readShaCrypt,
  readDjangoPbkdf2,
  readSsha,
]

/** Reads a password hash as Gatehouse, or the system that an account came from, has made it. */
export function readStoredHash(text: string): StoredHash | HashFault {
  for (const read of KINDS) {
    const found = read(text)
    if (found !== null) return found
  }
  return { fault: 'it is no kind of hash that is understood' }
}

/** Whether a stored hash is that of one of these spellings of a password. */
export async function matchesAny(stored: StoredHash, spellings: string[]): Promise<boolean> {
  for (const spelling of spellings) if (await stored.matches(spelling)) return true
  return false
}
