import type { Router } from 'express'
import { passwordFault } from '../domain/password.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { waitsForProof } from './fresh-proof.ts'
import { beginAnew, changeOwnAccount } from './own-change.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter, showSettings } from './settings.ts'
import { ACCOUNT, visitOwingNothing } from './visit.ts'

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
      return showSettings(parts, req, res.status(422), visit, { error })
    }
    if (await waitsForProof(parts, req, res, visit)) return
    const passwordHash = await parts.passwords.hash(field(req, 'new-password'))
    const at = await changeOwnAccount(parts, req, visit, [{ kind: 'set_password', passwordHash }])
    if (at !== null) await beginAnew(parts, req, visit, at)
    seeOther(res, settingsAfter('password'))
  })
}
