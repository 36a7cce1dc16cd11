import { createHmac } from 'node:crypto'
import { readBcrypt } from './bcrypt.ts'
import type { HashFault, StoredHash } from './stored-hash.ts'

const PREFIX = '$wp'
const HMAC_KEY = 'wp-sha384'
/** What PHP's trim() takes off. */
const OUTER_SPACE = /^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g

/** `$wp$2y$…` of WordPress 6.8 and later: bcrypt over a keyed hash, so that long passwords count whole. */
export function readWordPressBcrypt(text: string): StoredHash | HashFault | null {
  if (!text.startsWith(`${PREFIX}$2y$`)) return null
  const bcrypt = readBcrypt(text.slice(PREFIX.length))
  if (bcrypt === null || 'fault' in bcrypt) return bcrypt
  return {
    ...bcrypt,
    madeWith: `WordPress ${bcrypt.madeWith}`,
    matches: (password) => bcrypt.matches(keyed(password)),
  }
}

function keyed(password: string): string {
  return createHmac('sha384', HMAC_KEY).update(password.replace(OUTER_SPACE, '')).digest('base64')
}
