import type { Request } from 'express'
import { type AccountChange, auditFactsOf, concernsSessions } from '../domain/account-change.ts'
import type { EpochMs } from '../domain/account.ts'
import { noticeOf } from '../domain/notice.ts'
import type { ChangedBy } from '../domain/ports/accounts.ts'
import { renewSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

/** Who changes an account that is their own. */
export function byOwner({ clock }: RouteParts, { arrival }: Request): ChangedBy {
  return { at: clock.now(), actor: null, address: arrival.address, requestId: arrival.requestId }
}

/** Changes the account of this visit, tells its owner, and running gateways what concerns them. Answers when; or null, if it was refused. */
export async function changeOwnAccount(
  parts: RouteParts,
  req: Request,
  { account }: Visit,
  changes: AccountChange[],
): Promise<EpochMs | null> {
  const by = byOwner(parts, req)
  const { id: accountId, companyId } = account
  if ((await parts.administration.change(accountId, changes, by)) !== 'changed') return null
  for (const change of changes) {
    parts.audit.note(req.arrival, { ...auditFactsOf(change, 'changed'), accountId, companyId })
    const notice = noticeOf(change, account, 'owner')
    if (notice !== null) parts.notices.tell(account, notice, req.arrival)
  }
  if (changes.some(concernsSessions)) await parts.revocations.publish({ kind: 'account', accountId })
  return by.at
}

/** Goes on alone: every session that began up to `at` is over, and this one begins anew, with its person just proved. */
export async function beginAnew(
  parts: RouteParts,
  req: Request,
  { account, session }: Visit,
  at: EpochMs,
): Promise<void> {
  await renewSession(req, parts.revocations, { ...session, signedInAt: at + 1, enrollment: null, sentCode: null })
  await parts.revocations.publish({ kind: 'account', accountId: account.id })
}
