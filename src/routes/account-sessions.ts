import type { Request, Router } from 'express'
import type { StoredSession } from '../domain/ports/sessions.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { beginAnew, changeOwnAccount } from './own-change.ts'
import { handleOf, ownSessions } from './own-sessions.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const SESSIONS = `${ACCOUNT}/sessions`
const OTHERS = `${SESSIONS}/others`

/**
 * `POST /_gatehouse/account/sessions` ends one session of the account, `…/others` all but the present one. Neither asks for a proof:
 * whoever sees a stranger there must be able to end it at once.
 */
export function accountSessionsRoutes(router: Router, parts: RouteParts): void {
  for (const path of [SESSIONS, OTHERS]) router.get(path, (_req, res) => seeOther(res, ACCOUNT))

  router.post(SESSIONS, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const ended = (await ownSessions(parts, visit)).find(({ id }) => handleOf(parts, id) === field(req, 'session'))
    if (ended !== undefined && ended.id !== req.sessionID) await endSession(parts, req, visit, ended)
    seeOther(res, settingsAfter('session_ended'))
  })

  router.post(OTHERS, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const at = await changeOwnAccount(parts, req, visit, [{ kind: 'end_sessions' }])
    if (at !== null) await beginAnew(parts, req, visit, at)
    seeOther(res, settingsAfter('sessions_ended'))
  })
}

async function endSession(parts: RouteParts, req: Request, { account }: Visit, { id }: StoredSession): Promise<void> {
  await parts.sessions.end(id)
  await parts.revocations.publish({ kind: 'session', sessionId: id })
  const about = { accountId: account.id, companyId: account.companyId }
  await parts.audit.record(req.arrival, { event: 'session_ended', outcome: 'success', ...about })
}
