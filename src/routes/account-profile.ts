import type { Router } from 'express'
import { readName } from '../domain/account.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { changeOwnAccount } from './own-change.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter, showSettings } from './settings.ts'
import { ACCOUNT, visitOwingNothing } from './visit.ts'

const PROFILE = `${ACCOUNT}/profile`

/** `POST /_gatehouse/account/profile`: one's own name (A34). */
export function accountProfileRoutes(router: Router, parts: RouteParts): void {
  router.get(PROFILE, (_req, res) => seeOther(res, ACCOUNT))

  router.post(PROFILE, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const typed = field(req, 'name')
    const name = readName(typed)
    if (name === null) {
      const error = { field: 'name', message: { kind: 'name_missing' } } as const
      return showSettings(parts, req, res.status(422), visit, { typedName: typed.slice(0, 200), error })
    }
    if (name !== visit.account.name) await changeOwnAccount(parts, req, visit, { kind: 'set_name', name })
    seeOther(res, settingsAfter('name'))
  })
}
