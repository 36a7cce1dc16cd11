import { isIP } from 'node:net'

/** What a value of the configuration looks like in an nginx file, where it can stand there; null where it cannot. */
export type Word = string | null

/**
 * Any text, in quotes: nothing in it ends the directive that it stands in. Control characters, and `$`, which begins a
 * variable in quotes too and cannot be written in any other way, have no place there.
 */
export function quoted(text: string): Word {
  if (/[\p{Cc}$]/u.test(text) || Buffer.byteLength(text) > MAX_BYTES) return null
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** nginx reads 4096 bytes of one parameter at most. */
const MAX_BYTES = 2000

/** A host as requests name it, without its port: not everything that a URL can hold is one. */
export function hostWord(hostname: string): Word {
  const isPlain = /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?$/.test(hostname)
  return isPlain || isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 6 ? hostname : null
}

/** The same with the port of an origin, or the usual one of its scheme. */
export function authorityWord(origin: string): Word {
  const { protocol, hostname, port } = new URL(origin)
  const host = hostWord(hostname)
  return host === null ? null : `${host}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`
}

/**
 * A path of the configuration in a location: there, `$` is but a sign. The configuration takes no quote, no backslash
 * and no control character in a path; what held one all the same would have no place here either.
 *
 * nginx counts the length of a location in one byte: of one with 261 characters it compares the first five, and takes
 * everything that begins with them for what was public alone.
 */
export function pathWord(path: string): Word {
  return /^[A-Za-z0-9/._~!$&'()*+,=:@-]{1,255}$/.test(path) ? `"${path}"` : null
}

/** The same as a part of a regular expression in quotes, without a backslash, of which nginx takes some away. */
export function pathPattern(path: string): string {
  return path.replace(/[.$()*+]/g, '[$&]')
}

/** A text in a comment, on one line whatever it holds. */
export function inComment(text: string): string {
  return JSON.stringify(text.toWellFormed().replace(/[\u2028\u2029\u0085]/g, ' '))
}
