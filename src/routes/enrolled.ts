import type { Request, Response, Router } from 'express'
import type { Factor } from '../domain/factor.ts'
import { maskPhone } from '../domain/format.ts'
import { seeOther } from '../http/see-other.ts'
import type { EnrolledPage } from '../pages/page/sign-in.ts'
import { activateFirstFactor, type ProvedFactor } from './first-factor.ts'
import { frame } from './frame.ts'
import { raiseSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { CHALLENGE, findVisit, placeOf, signInAgain, type Visit } from './visit.ts'

const ENROLLED = '/_gatehouse/enroll/done'

/** Makes a factor that was just proved the account's first one, and the session full (A12, A14). */
export async function enrolled(
  parts: RouteParts,
  req: Request,
  res: Response,
  visit: Visit,
  proved: ProvedFactor,
): Promise<void> {
  const { account, session } = visit
  const at = parts.clock.now()
  // The one that somebody enrolled in the meantime is owed now.
  if (!(await activateFirstFactor(parts, req, res, { account, proved, at }))) {
    const notice = { kind: 'factor_set_up_meanwhile' } as const
    await saveSession(req, { ...session, enrollment: null, sentCode: null, notice })
    return seeOther(res, CHALLENGE)
  }
  await raiseSession(req, parts.revocations, session, { by: 'enrollment', at })
  seeOther(res, ENROLLED)
}

/** `GET /_gatehouse/enroll/done`: "You're set". */
export function enrolledRoutes(router: Router, parts: RouteParts): void {
  router.get(ENROLLED, async (req, res) => {
    const visit = await findVisit(parts, req)
    if (visit === null) return seeOther(res, signInAgain(parts, req))
    const factor = visit.account.factors[0]
    if (visit.owed !== null || factor === undefined) return seeOther(res, placeOf(visit))
    res.send(parts.pages.enrolled(page(parts, visit, factor)))
  })
}

function page(parts: RouteParts, visit: Visit, factor: Factor): EnrolledPage {
  const { company, session } = visit
  const relief = parts.policy().trustedNetworkRelief
  const relieved = relief.enabled && company.kind !== 'client' && company.trustedNetworks.length > 0
  return {
    ...frame(parts, visit),
    by: factor.kind,
    maskedPhone: factor.kind === 'phone' ? maskPhone(factor.phone) : null,
    trustedNetworks: relieved
      ? { networks: company.trustedNetworks.map(({ name }) => name), everyMs: relief.challengeEveryMs }
      : null,
    next: session.next,
  }
}
