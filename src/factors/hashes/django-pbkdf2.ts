import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { HashFault, StoredHash } from './stored-hash.ts'

const derive = promisify(pbkdf2)

const KIND = 'pbkdf2_sha256$'
const DJANGO = /^pbkdf2_sha256\$([1-9]\d{0,8})\$([!-#%-~]{1,128})\$([A-Za-z0-9+/]{43}=)$/

const DIGEST_BYTES = 32
/** About a second on one core of 2026; Django 6.0 uses 1,200,000 and adds to it with every version. */
const MOST_ITERATIONS = 6_000_000

/** `pbkdf2_sha256$…`, what Django has made by default since 1.4. */
export function readDjangoPbkdf2(text: string): StoredHash | HashFault | null {
  if (!text.startsWith(KIND)) return null
  const [, digits, salt, digest] = DJANGO.exec(text) ?? []
  if (salt === undefined || digest === undefined) return { fault: 'it is no whole pbkdf2_sha256 hash' }
  const iterations = Number(digits)
  if (iterations > MOST_ITERATIONS) {
    const most = `more than ${MOST_ITERATIONS} are never spent on one password`
    return { fault: `it has ${iterations} iterations of pbkdf2_sha256, and ${most}` }
  }
  return {
    madeWith: `pbkdf2_sha256, ${iterations} iterations`,
    blocks: false,
    isWeaker: true,
    async matches(password) {
      const computed = await derive(password, salt, iterations, DIGEST_BYTES, 'sha256')
      return timingSafeEqual(computed, Buffer.from(digest, 'base64'))
    },
  }
}
