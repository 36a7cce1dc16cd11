import { GatehouseError } from './errors.ts'

/** What a path says, and what else an app might take it for. */
export interface PathReading {
  /** Spelled in the one way that everybody reads alike. Only such a path can be public. */
  plain: boolean
  /** Every other way in which an app might read it, in lower case; empty for nearly every real request. */
  others: readonly string[]
}

const SIMPLE = /^\/(?:[a-z0-9_~!$&'()*+,=:@.-]+(?<!\.)(?:\/|$))*$/
const SIMPLE_ANY_CASE = new RegExp(SIMPLE, 'i')
const ONE_WAY: PathReading = { plain: true, others: [] }

/** Raw bytes that no browser sends in a path (RFC 3986 §3.3). */
const IMPOSSIBLE = /[^\x21-\x7e]|[#?\\]/
/** Control bytes, backslashes, dot segments, and UTF-8 that hides an ASCII character in two bytes or more. */
const DANGEROUS =
  // oxlint-disable-next-line no-control-regex -- control bytes are what this looks for
  /[\x00-\x1f\x7f\\]|(?:^|\/)\.\.? *(?:[/;?#]|$)|[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2}/
/** Empty segments, parameters, endings that Windows drops, and an encoding of anything that needs none. */
const NOT_PLAIN = /\/\/|;|(?:\.|%20)(?:\/|$)|%(?!2[0246bc]|3[acde]|40|5[bde]|60|7[bcd]|[89a-f][0-9a-f])/i

/** Beyond these nobody writes an address, and reading it in every way would cost more than it is worth. */
const MAX_ODD_LENGTH = 2048
const MAX_READINGS = 64

/**
 * Reads the path of a request target as the apps of the last thirty years might (R21), so that one which would
 * lead an app elsewhere than the gateway thinks can be refused. Nothing is ever rewritten.
 *
 * Throws `ambiguous_path` for raw control or non-ASCII bytes, `#`, and backslashes, dot segments, control bytes and
 * overlong UTF-8 however they are encoded; and for a way into the gateway's own pages that is not spelled plainly.
 */
export function readPath(path: string): PathReading {
  if (SIMPLE.test(path)) return ONE_WAY
  if (!path.startsWith('/') || IMPOSSIBLE.test(path)) throw ambiguousPath()

  const simple = SIMPLE_ANY_CASE.test(path)
  const others = simple ? [path.toLowerCase()] : allReadings(path)
  const plain = simple || (!NOT_PLAIN.test(path) && differOnlyByDecoding(path, others))
  const own = isGatewayPath(path)
  if (own && !plain) throw ambiguousPath()
  if (!own && others.some(isGatewayPath)) throw ambiguousPath()
  return { plain, others }
}

const GATEWAY_PREFIX = '/_gatehouse'

/** Whether a path is the gateway's own and never an app's. */
export function isGatewayPath(path: string): boolean {
  return (
    path.startsWith(GATEWAY_PREFIX) && (path.length === GATEWAY_PREFIX.length || path[GATEWAY_PREFIX.length] === '/')
  )
}

export function ambiguousPath(): GatehouseError {
  return new GatehouseError('ambiguous_path', { kind: 'address_ambiguous' })
}

/** What an app may do to a path before it looks at it, in any order and more than once. */
const STEPS: ((path: string) => string)[] = [
  // Percent-decoding, which some do twice, and IIS's %uXXXX.
  (path) => fold(decodeOnce(path)),
  // Tomcat, Jetty: parameters of a segment are no part of its name.
  (path) => path.replace(/;[^/]*/g, ''),
  // A server that decodes before it splits off query and fragment.
  (path) => path.replace(/[?#].*$/s, ''),
  // Nearly everything: empty segments are none.
  (path) => path.replace(/\/{2,}/g, '/'),
  // Windows: trailing dots and spaces of a name do not count.
  (path) => path.replace(/(?<![. ])[. ]+(?=\/|$)/g, ''),
]

/** Encoded spaces and letters of other alphabets are ordinary, unless one of them is a slash or the like in disguise. */
function differOnlyByDecoding(path: string, others: string[]): boolean {
  const segments = path.split('/').length
  return others.length <= 2 && others.every((other) => other.split('/').length === segments) && isUtf8(decodeOnce(path))
}

function allReadings(path: string): string[] {
  if (path.length > MAX_ODD_LENGTH) throw ambiguousPath()
  const readings = new Set([path.toLowerCase()])
  for (const reading of readings) {
    if (DANGEROUS.test(reading) || readings.size > MAX_READINGS) throw ambiguousPath()
    for (const step of STEPS) readings.add(step(reading))
  }
  return [...readings]
}

/** What comes out holds one byte a character, as the path itself does. */
function decodeOnce(path: string): string {
  return path.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_, unit: string | undefined, byte: string) =>
    unit === undefined ? hexCharacter(byte) : toBytes(hexCharacter(unit)),
  )
}

/** Lower case and NFKC, so that full-width forms end up as ASCII; what is no UTF-8 keeps its bytes. */
function fold(bytes: string): string {
  const text = toText(bytes)
  return text === null
    ? bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    : toBytes(text.normalize('NFKC').toLowerCase())
}

function isUtf8(bytes: string): boolean {
  return toText(bytes) !== null
}

function toText(bytes: string): string | null {
  if (/^[\x20-\x7e]*$/.test(bytes)) return bytes
  try {
    return decodeURIComponent(
      bytes.replace(/[^\x20-\x24\x26-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`),
    )
  } catch {
    return null
  }
}

function toBytes(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(/%(..)/g, (_, byte: string) => hexCharacter(byte))
}

function hexCharacter(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16))
}
