import type { Request, Router } from 'express'
import { passwordFault } from '../domain/password.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { settingsAfter, settingsPage } from './account.ts'
import { waitsForProof } from './fresh-proof.ts'
import { renewSession } from './gate-session.ts'
import { byOwner } from './own-change.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const PASSWORD = `${ACCOUNT}/password`

/** `POST /_gatehouse/account/password`: a new password, which ends every other session (R7, R8, A26). */
export function accountPasswordRoutes(router: Router, parts: RouteParts): void {
  router.get(PASSWORD, (_req, res) => seeOther(res, ACCOUNT))

  router.post(PASSWORD, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const { account } = visit
    const message = passwordFault(field(req, 'new-password'), {
      standsAlone: account.factors.length === 0,
      username: account.username,
      portalName: parts.settings.portal.name,
    })
    if (message !== null) {
      const error = { field: 'new-password', message }
      res.status(422).send(parts.pages.settings(settingsPage(parts, req, visit, { error })))
      return
    }
    if (await waitsForProof(parts, req, res, visit)) return
    await setPassword(parts, req, visit, field(req, 'new-password'))
    seeOther(res, settingsAfter('password'))
  })
}

async function setPassword(parts: RouteParts, req: Request, { account, session }: Visit, password: string) {
  const passwordHash = await parts.passwords.hash(password)
  const by = byOwner(parts, req)
  await parts.administration.change(account.id, { kind: 'set_password', passwordHash }, by)
  // Every session that began before is over now; this one begins anew, with its person just proved.
  await renewSession(req, parts.revocations, { ...session, signedInAt: by.at + 1 })
  await parts.revocations.publish({ kind: 'account', accountId: account.id })
}
