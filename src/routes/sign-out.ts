import type { Router } from 'express'
import { endSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { seeOther } from '../http/see-other.ts'
import { personCookie, personCookieName, sessionCookieName } from '../http/session-cookie.ts'
import { ACCOUNT, SIGN_IN } from './visit.ts'

const SIGN_OUT = '/_gatehouse/sign-out'

/** `POST /_gatehouse/sign-out`: ends the session, wherever it is cached, and closes its WebSockets (A6, R27, R36). */
export function signOutRoutes(router: Router, parts: RouteParts): void {
  // Looking at the address ends nothing: it leads to the button that does.
  router.get(SIGN_OUT, (_req, res) => seeOther(res, ACCOUNT))

  router.post(SIGN_OUT, async (req, res) => {
    const accountId = req.session.gatehouse?.accountId ?? null
    await endSession(req, parts.revocations)
    if (accountId !== null) await parts.audit.record(req.arrival, { event: 'sign_out', outcome: 'success', accountId })
    const { protocol } = parts.settings.publicUrl
    res.clearCookie(sessionCookieName(protocol), {
      path: '/',
      httpOnly: true,
      secure: protocol === 'https:',
      sameSite: 'lax',
    })
    res.clearCookie(personCookieName(protocol), personCookie(protocol))
    // What the portal left in this browser must not greet the next person. Not "cookies": that would clear those of
    // every site of the domain, and the mark of a browser in which a challenge was passed.
    res.set('Clear-Site-Data', '"cache", "storage"')
    seeOther(res, `${SIGN_IN}?notice=signed_out`)
  })
}
