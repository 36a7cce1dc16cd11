import { randomBytes } from 'node:crypto'
import { addressHolder } from '../domain/address.ts'
import { isTooLong, normalisePassword } from '../domain/password.ts'
import { hashArgon2id } from './hashes/argon2.ts'
import { openEvenedTime } from './hashes/evened-time.ts'
import { openHashThreads } from './hashes/hash-threads.ts'
import { matchesAny, readStoredHash, type StoredHash } from './hashes/stored-hash.ts'
import { openSlots } from './slots.ts'

const SALT_BYTES = 16
/** Stands for the gateway itself where client addresses take turns. */
const OWN_WORK = ''

export interface Passwords {
  /** Rejects with `busy` when a password from that client address would not be looked at now. */
  checkRoom(address: string): void
  /** A PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`. Rejects with `busy` when too many wait already. */
  hash(password: string): Promise<string>
  /**
   * Whether this is the password of a stored hash; `hash` is null for an unknown account, which takes just as long (R9).
   * `upgrade` is a new hash of the same password where the stored one is weaker than new ones are, to be stored instead.
   * Addresses take turns. Rejects with `busy` when too many wait already, from this one or in all.
   */
  verify(password: string, hash: string | null, address?: string): Promise<{ matches: boolean; upgrade: string | null }>
  /** How many passwords wait for their turn. */
  waiting(): number
}

export interface PasswordOptions {
  /** Told of a stored hash that cannot be used; the hash itself is not in it. */
  report: (fault: Error) => void
  /** Each takes 19 MiB and a thread. */
  maxParallel?: number
  maxWaiting?: number
  maxWaitingFromOne?: number
}

/** Passwords against hashes of any kind that is understood, a few at a time; new hashes are Argon2id (R8, R9). */
export async function openPasswords({
  report,
  maxParallel = 2,
  maxWaiting = 200,
  maxWaitingFromOne = 10,
}: PasswordOptions): Promise<Passwords> {
  const slots = openSlots({ maxParallel, maxWaiting, maxWaitingFromOne })
  const threads = openHashThreads()
  const evenedTime = openEvenedTime()
  const beganAt = performance.now()
  const dummy = readStoredHash(await newHash(randomBytes(SALT_BYTES).toString('hex')))
  if ('fault' in dummy) throw new Error('a password hash of our own could not be read')
  evenedTime.note(dummy.madeWith, performance.now() - beganAt)

  function readReported(hash: string): StoredHash | null {
    const stored = readStoredHash(hash)
    if (!('fault' in stored)) return stored
    report(new Error(`A stored password hash cannot be used: ${stored.fault}.`))
    return null
  }

  async function isAny(spellings: string[], stored: StoredHash, hash: string | null): Promise<boolean> {
    if (stored.blocks && hash !== null) return threads.matches({ hash, spellings })
    return matchesAny(stored, spellings)
  }

  return {
    checkRoom: (address) => slots.checkRoom(addressHolder(address)),

    waiting: () => slots.waiting(),

    hash: (password) => slots.run(() => newHash(normalisePassword(password)), OWN_WORK),

    async verify(typed, hash, address = OWN_WORK) {
      const tooLong = isTooLong(typed)
      const spellings = spellingsOf(tooLong ? '' : typed)
      const stored = hash === null || tooLong ? null : readReported(hash)
      const { startedAt, ...answer } = await slots.run(async () => {
        const now = performance.now()
        // Always one comparison, whoever it is: who has no usable hash gets the dummy's, and never a match.
        const compared = stored ?? dummy
        const same = await isAny(spellings, compared, hash)
        if (!same) evenedTime.note(compared.madeWith, (performance.now() - now) / spellings.length)
        if (!same || stored === null) return { startedAt: now, matches: false, upgrade: null }
        const upgrade = stored.isWeaker ? await newHash(normalisePassword(typed)) : null
        return { startedAt: now, matches: true, upgrade }
      }, addressHolder(address))
      if (!answer.matches) await evenedTime.rest(startedAt, spellings.length)
      return answer
    },
  }
}

/**
 * Our own hashes are of the normalised spelling. Other systems hashed what was typed, byte for byte, and a hash does not
 * tell which: both are tried, for unknown accounts too.
 */
function spellingsOf(typed: string): string[] {
  return [...new Set([typed, normalisePassword(typed)])]
}

function newHash(password: string): Promise<string> {
  return hashArgon2id(password, randomBytes(SALT_BYTES))
}
