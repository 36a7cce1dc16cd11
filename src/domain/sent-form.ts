/** A form as a browser sent it, and as a page can send it again: the same names and values, byte for byte, in the same order. */
export interface SentForm {
  enctype: 'application/x-www-form-urlencoded' | 'multipart/form-data'
  /**
   * What the bytes were read as, and are written in again. Browsers do not say which it was: whatever is no UTF-8 goes
   * through windows-1252, in which every byte stands for one character and comes out the same.
   */
  charset: 'utf-8' | 'windows-1252'
  fields: SentField[]
}

export interface SentField {
  name: string
  /** Null for a file field in which nothing was chosen. */
  value: string | null
}

/** Why a form that was posted without a session is not kept until its person has signed in again. */
export type WhyNotKept = 'elsewhere' | 'nobody' | 'has_files' | 'other_kind' | 'too_large' | 'too_many'

/** What is known of a posted form before its body is read. */
export interface SentFacts {
  /** It came from a page of the same origin, by the rule that holds for the gateway's own forms (R35). */
  fromOwnPage: boolean
  /** The browser bears the mark of somebody who signed in there and has not signed out. */
  personKnown: boolean
  /** It leads to an app, and was sent by a whole page, not a frame. */
  leadsOn: boolean
  contentType: string | undefined
  /** As announced; null when it was not. */
  bytes: number | null
}

export const MOST_KEPT_BYTES = 64 * 1024
/** As many as programs commonly read; a form of so few bytes could have ten times as many. */
const MOST_FIELDS = 2000

/** Whether a form may be kept, as far as can be told before its body is read; null when it may. */
export function whyNotKept({ fromOwnPage, personKnown, leadsOn, contentType, bytes }: SentFacts): WhyNotKept | null {
  if (!fromOwnPage) return 'elsewhere'
  if (!personKnown) return 'nobody'
  if (!leadsOn || kindOf(contentType) === null) return 'other_kind'
  return bytes !== null && bytes > MOST_KEPT_BYTES ? 'too_large' : null
}

/**
 * Reads a body (URL standard §5.1, RFC 7578) as far as a page can send it again. What no form of a page could have sent in
 * that way is `other_kind`: it would come out differently.
 */
export function readSentForm(contentType: string | undefined, body: Uint8Array): SentForm | WhyNotKept {
  const kind = kindOf(contentType)
  if (kind === null) return 'other_kind'
  const read = kind.enctype === 'multipart/form-data' ? parts(body, kind.boundary) : pairs(body)
  if (typeof read === 'string') return read
  return read.fields.every(canBeSentAgain) ? { enctype: kind.enctype, ...read } : 'other_kind'
}

type Kind = { enctype: 'application/x-www-form-urlencoded' } | { enctype: 'multipart/form-data'; boundary: string }

function kindOf(contentType = ''): Kind | null {
  if (/^application\/x-www-form-urlencoded(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(contentType)) {
    return { enctype: 'application/x-www-form-urlencoded' }
  }
  const [, boundary] = /^multipart\/form-data\s*;\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*$/i.exec(contentType) ?? []
  return boundary === undefined ? null : { enctype: 'multipart/form-data', boundary }
}

type Read = Pick<SentForm, 'charset' | 'fields'>

function pairs(body: Uint8Array): Read | WhyNotKept {
  const text = decoded(body, 'utf-8')
  if (text === null || !/^(?:[\x21-\x24\x26-\x7e]|%[0-9a-f]{2})*$/i.test(text)) return 'other_kind'
  const given = text.split('&').filter((pair) => pair !== '')
  if (given.length > MOST_FIELDS) return 'too_large'
  const encoded = given.map((pair) => /^([^=]*)=?(.*)$/.exec(pair)?.slice(1) ?? [])
  const isUtf8 = encoded.flat().every((one) => decoded(percentDecoded(one), 'utf-8') !== null)
  const charset = isUtf8 ? 'utf-8' : 'windows-1252'
  const textOf = (one = ''): string => decoded(percentDecoded(one), charset) ?? ''
  return { charset, fields: encoded.map(([name, value]) => ({ name: textOf(name), value: textOf(value) })) }
}

/** Each part exactly as browsers write it. In a name `"` and line breaks stay escaped: the browser leaves them so. */
const PART =
  /^content-disposition: form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)"\r\ncontent-type: [^\r\n]*)?\r\n\r\n([^]*)$/i

function parts(body: Uint8Array, boundary: string): Read | WhyNotKept {
  const charset = decoded(body, 'utf-8') === null ? 'windows-1252' : 'utf-8'
  const text = `\r\n${decoded(body, charset) ?? ''}`
  const [before, ...chunks] = text.replace(/\r\n$/, '').split(`\r\n--${boundary}`)
  const end = chunks.pop()
  if (chunks.length > MOST_FIELDS) return 'too_large'
  if (before !== '' || end !== '--' || !chunks.every((chunk) => chunk.startsWith('\r\n'))) return 'other_kind'
  const fields: SentField[] = []
  for (const chunk of chunks) {
    const [matched, name = '', file, value = ''] = PART.exec(chunk.slice(2)) ?? []
    if (matched === undefined) return 'other_kind'
    if (file !== undefined && (file !== '' || value !== '')) return 'has_files'
    fields.push({ name, value: file === undefined ? value : null })
  }
  return { charset, fields }
}

/** A page sends no field without a name, every line break as CR LF, and cannot hold a NUL. */
function canBeSentAgain({ name, value }: SentField): boolean {
  const isPlain = (text: string) => !text.includes('\0') && !/[\r\n]/.test(text.replaceAll('\r\n', ''))
  return name !== '' && isPlain(name) && isPlain(value ?? '')
}

function percentDecoded(text: string): Uint8Array {
  const spaced = text.replaceAll('+', ' ')
  const bytes: number[] = []
  for (let at = 0; at < spaced.length; at++) {
    const isEscape = spaced[at] === '%'
    bytes.push(isEscape ? Number.parseInt(spaced.slice(at + 1, at + 3), 16) : spaced.charCodeAt(at))
    if (isEscape) at += 2
  }
  return Uint8Array.from(bytes)
}

/** Null when these bytes are no text in that charset; in windows-1252 all are. */
function decoded(bytes: Uint8Array, charset: SentForm['charset']): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
