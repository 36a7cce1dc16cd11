import { randomBytes } from 'node:crypto'
import { GatehouseError } from '../domain/errors.ts'
import { normalisePassword } from '../domain/password.ts'
import { type Argon2idHash, hashArgon2id, isWeaker, matchesArgon2id, readArgon2id } from './argon2id.ts'
import { openSlots } from './slots.ts'

const SALT_BYTES = 16

export interface Passwords {
  /** A PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`. Rejects with `busy` when too many wait already. */
  hash(password: string): Promise<string>
  /**
   * Whether this is the password of a stored hash; `phc` is null for an unknown account, which takes just as long (R9).
   * `upgrade` is a new hash of the same password where the stored one is weaker than new ones are, to be stored instead.
   * Rejects with `busy` when too many wait already.
   */
  verify(password: string, phc: string | null): Promise<{ matches: boolean; upgrade: string | null }>
}

export interface PasswordOptions {
  /** Told of a stored hash that cannot be read; the hash itself is not in it. */
  report: (fault: GatehouseError) => void
  /** Each takes 19 MiB and a thread. */
  maxParallel?: number
  maxWaiting?: number
}

/** Argon2id, a few at a time (R8, R9). */
export async function openPasswords({
  report,
  maxParallel = 2,
  maxWaiting = 200,
}: PasswordOptions): Promise<Passwords> {
  const slots = openSlots({ maxParallel, maxWaiting })
  const dummy = readStoredHash(await newHash(randomBytes(SALT_BYTES).toString('hex')))
  if (dummy === null) throw new GatehouseError('internal', 'A password hash of our own could not be read.')

  function readReported(phc: string): Argon2idHash | null {
    const stored = readStoredHash(phc)
    if (stored === null)
      report(new GatehouseError('internal', 'A stored password hash is malformed or of an unknown kind.'))
    return stored
  }

  return {
    hash: (password) => slots.run(() => newHash(normalisePassword(password))),

    verify(typed, phc) {
      const password = normalisePassword(typed)
      const stored = phc === null ? null : readReported(phc)
      return slots.run(async () => {
        // Always one comparison, whoever it is: who has no readable hash gets the dummy's, and never a match.
        const same = await matchesArgon2id(password, stored ?? dummy)
        if (!same || stored === null) return { matches: false, upgrade: null }
        return { matches: true, upgrade: isWeaker(stored) ? await newHash(password) : null }
      })
    },
  }
}

/** The kinds of hash that are understood. Another kind is read here, and verified beside `matchesArgon2id`. */
function readStoredHash(phc: string): Argon2idHash | null {
  return readArgon2id(phc)
}

function newHash(password: string): Promise<string> {
  return hashArgon2id(password, randomBytes(SALT_BYTES))
}
