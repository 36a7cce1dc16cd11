import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { browserCookieName, onlyCookie } from '../http/session-cookie.ts'
import type { RouteParts } from './parts.ts'

/**
 * The mark that a browser carries once a challenge was passed in it, used only where trusted networks are bound to
 * the browser (R12). A random id means nothing by itself: the directory knows whose challenge was passed under it.
 * What the directory keeps is a keyed hash.
 */
export function browserId(parts: RouteParts, req: Request): string | null {
  const id = readMark(parts, req)
  return id === null ? null : parts.secrets.keyedHash('browser-mark', id)
}

/**
 * The mark to record a passed challenge under, set anew; null where relief is not bound to the browser. A mark that the
 * directory does not know for this account may have been planted, and is replaced.
 */
export async function renewBrowserId(
  parts: RouteParts,
  req: Request,
  res: Response,
  accountId: string,
): Promise<string | null> {
  const { bindToBrowser, challengeEveryMs } = parts.policy().trustedNetworkRelief
  if (!bindToBrowser) return null
  const known = browserId(parts, req)
  const isOurs = known !== null && (await parts.accounts.challengePassedInBrowser(accountId, known)) !== null
  const id = (isOurs ? readMark(parts, req) : null) ?? randomBytes(24).toString('base64url')
  const { protocol } = parts.settings.publicUrl
  res.cookie(browserCookieName(protocol), id, {
    httpOnly: true,
    secure: protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: challengeEveryMs,
  })
  return parts.secrets.keyedHash('browser-mark', id)
}

function readMark(parts: RouteParts, req: Request): string | null {
  const mark = onlyCookie(req.headers.cookie, browserCookieName(parts.settings.publicUrl.protocol))
  return mark !== null && /^[\w-]{32}$/.test(mark) ? mark : null
}
