import { hash, timingSafeEqual } from 'node:crypto'
import { cryptBase64, cryptDigit } from './crypt-base64.ts'
import type { HashFault, StoredHash } from './stored-hash.ts'

const KIND = /^\$[PH]\$/
const PHPASS = /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/

/** Rounds are powers of two. phpass itself makes no fewer than 2^7; WordPress and phpBB use 2^11 to 2^13. */
const FEWEST_LOG2 = 7
const MOST_LOG2 = 17
/** phpass refuses longer passwords. */
const LONGEST_PASSWORD_BYTES = 4096

/** The portable hashes of phpass: `$P$` of WordPress and others, `$H$` of phpBB. Many rounds of MD5. */
export function readPhpass(text: string): StoredHash | HashFault | null {
  if (!KIND.test(text)) return null
  const [, roundsDigit, salt, digest] = PHPASS.exec(text) ?? []
  const roundsLog2 = cryptDigit(roundsDigit ?? '')
  if (salt === undefined || digest === undefined || roundsLog2 < FEWEST_LOG2) {
    return { fault: 'it is no whole phpass hash' }
  }
  if (roundsLog2 > MOST_LOG2) {
    return {
      fault: `it has 2^${roundsLog2} phpass rounds, and more than 2^${MOST_LOG2} are never spent on one password`,
    }
  }
  return {
    madeWith: `phpass, 2^${roundsLog2} rounds`,
    blocks: true,
    isWeaker: true,
    matches(typed) {
      const password = Buffer.from(typed)
      const computed = digestOf(password.subarray(0, LONGEST_PASSWORD_BYTES), salt, 2 ** roundsLog2)
      return timingSafeEqual(Buffer.from(computed), Buffer.from(digest)) && password.length <= LONGEST_PASSWORD_BYTES
    },
  }
}

function digestOf(password: Buffer, salt: string, rounds: number): string {
  const first = hash('md5', Buffer.concat([Buffer.from(salt), password]), 'buffer')
  // Each round hashes the last digest with the password behind it: only the first 16 bytes ever change.
  const block = Buffer.concat([first, password])
  for (let round = 0; round < rounds; round += 1) hash('md5', block, 'buffer').copy(block)
  return encoded(block.subarray(0, first.length))
}

function encoded(digest: Buffer): string {
  const groups = Array.from({ length: Math.ceil(digest.length / 3) }, (_, index) =>
    cryptBase64([...digest.subarray(3 * index, 3 * index + 3)]),
  )
  return groups.join('')
}
