import type { Request, Router } from 'express'
import { readName } from '../domain/account.ts'
import type { AccountChange } from '../domain/account-change.ts'
import { readLanguage } from '../domain/language.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { changeOwnAccount } from './own-change.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter, showSettings } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const PROFILE = `${ACCOUNT}/profile`

/** `POST /_gatehouse/account/profile`: one's own name (A34), and the language of codes and notices. */
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
    const changes = changesOf(req, visit, name)
    if (changes.length > 0) await changeOwnAccount(parts, req, visit, changes)
    seeOther(res, settingsAfter('profile'))
  })
}

/** What was left out, or is no language, stays as it is. */
function changesOf(req: Request, { account }: Visit, name: string): AccountChange[] {
  const changes: AccountChange[] = []
  if (name !== account.name) changes.push({ kind: 'set_name', name })
  const language = readLanguage(field(req, 'language'))
  if (language !== null && language !== account.language) changes.push({ kind: 'set_language', language })
  return changes
}
