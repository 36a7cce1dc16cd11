import type { Request, Response } from 'express'
import type { Account, EpochMs } from '../domain/account.ts'
import type { PhoneFactor, TotpFactor } from '../domain/factor.ts'
import { renewBrowserId } from './browser-mark.ts'
import type { RouteParts } from './parts.ts'

export type ProvedFactor = Omit<PhoneFactor, 'activatedAt'> | Omit<TotpFactor, 'activatedAt'>

/**
 * Makes a factor that was just proved the account's first one, with its line in the audit trail, and tells the owner. False
 * when somebody has enrolled a factor for this account in the meantime: this one then never counted.
 */
export async function activateFirstFactor(
  parts: RouteParts,
  req: Request,
  res: Response,
  { account, proved, at }: { account: Account; proved: ProvedFactor; at: EpochMs },
): Promise<boolean> {
  const mark = await renewBrowserId(parts, req, res, account.id)
  const factor = { ...proved, activatedAt: at }
  const activated = await parts.accounts.activateFirstFactor(account.id, factor, mark, req.arrival)
  const { id: accountId, companyId } = account
  const about = { event: 'enrollment', accountId, companyId, reason: factor.kind } as const
  if (!activated) {
    await parts.audit.record(req.arrival, { ...about, outcome: 'refused' })
    return false
  }
  parts.audit.note(req.arrival, { ...about, outcome: 'success' })
  parts.notices.tell(account, { kind: 'factor_added', factor: factor.kind, by: 'owner' }, req.arrival)
  return true
}
