import type { IncomingMessage } from 'node:http'
import type { Secrets } from '../domain/ports/secrets.ts'
import { onlyCookie, personCookieName } from './session-cookie.ts'

/** Who signed in last in a browser and has not signed out there, whether their session lives or not. */
export interface PersonMark {
  accountId: string
  /** What only that browser holds. */
  mark: string
}

const SEALED = 'person-mark'

/**
 * Reads it from the cookie that a sign-in leaves. It gives access to nothing: it tells whose a form is that was posted
 * after its session had ended, when the store may have forgotten that there ever was one.
 */
export function personMark(
  req: Pick<IncomingMessage, 'headers' | 'arrival'>,
  { secrets, protocol }: { secrets: Pick<Secrets, 'open'>; protocol: 'http:' | 'https:' },
): PersonMark | null {
  const mark = onlyCookie(req.headers.cookie, personCookieName(protocol))
  if (mark === null) return null
  try {
    return { mark, accountId: secrets.open(SEALED, mark, req.arrival.origin) }
  } catch {
    // Changed, made for another host, or sealed with a secret that is gone: nobody is known by it.
    return null
  }
}

/** A new mark for somebody whose password was right. No two are alike. */
export function newPersonMark(
  req: Pick<IncomingMessage, 'arrival'>,
  secrets: Pick<Secrets, 'seal'>,
  accountId: string,
): string {
  return secrets.seal(SEALED, accountId, req.arrival.origin)
}
