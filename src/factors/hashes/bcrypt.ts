import { hashSync } from 'bcryptjs'
import { timingSafeEqual } from 'node:crypto'
import type { HashFault, StoredHash } from './stored-hash.ts'

/** `$2x$` is none of these: it marks hashes of an old implementation that was wrong. */
const KIND = /^\$2[aby]\$/
const BCRYPT = /^(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/

const CHEAPEST = 4
/** About a second on one core of 2026. */
const COSTLIEST = 14

/** bcrypt as OpenBSD, crypt_blowfish (`$2a$`, `$2b$`) and PHP (`$2y$`) write it. */
export function readBcrypt(text: string): StoredHash | HashFault | null {
  if (!KIND.test(text)) return null
  const [, setting, digits, digest] = BCRYPT.exec(text) ?? []
  const cost = Number(digits)
  if (setting === undefined || digest === undefined || cost < CHEAPEST) return { fault: 'it is no whole bcrypt hash' }
  if (cost > COSTLIEST) {
    return { fault: `its bcrypt cost is ${cost}, and more than ${COSTLIEST} is never spent on one password` }
  }
  return {
    madeWith: `bcrypt, cost ${cost}`,
    blocks: true,
    isWeaker: true,
    matches(password) {
      const computed = hashSync(untilNul(password), setting)
      // The digest alone: the last character of a salt has spare bits, and not everybody writes them alike.
      return timingSafeEqual(Buffer.from(computed.slice(-digest.length)), Buffer.from(digest))
    },
  }
}

/** Every C implementation stops at NUL. Like them, the library looks at the first 72 bytes only. */
function untilNul(password: string): string {
  const [upToNul = ''] = password.split('\0', 1)
  return upToNul
}
