import { hash, timingSafeEqual } from 'node:crypto'
import type { HashFault, StoredHash } from './stored-hash.ts'

const KIND = /^\{SSHA\}/i
const SSHA = /^\{SSHA\}((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/i

const DIGEST_BYTES = 20
const SALT_BYTES = { fewest: 1, most: 64 }

/** `{SSHA}` of LDAP directories: one round of salted SHA-1. */
export function readSsha(text: string): StoredHash | HashFault | null {
  if (!KIND.test(text)) return null
  const bytes = Buffer.from(SSHA.exec(text)?.[1] ?? '', 'base64')
  const digest = bytes.subarray(0, DIGEST_BYTES)
  const salt = bytes.subarray(DIGEST_BYTES)
  if (salt.length < SALT_BYTES.fewest || salt.length > SALT_BYTES.most) return { fault: 'it is no whole {SSHA} hash' }
  return {
    madeWith: 'salted SHA-1 (LDAP)',
    blocks: false,
    isWeaker: true,
    matches: (password) =>
      timingSafeEqual(hash('sha1', Buffer.concat([Buffer.from(password), salt]), 'buffer'), digest),
  }
}
