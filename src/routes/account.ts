import type { Router } from 'express'
import { maskPhone } from '../domain/format.ts'
import { seeOther } from '../http/see-other.ts'
import { appLinks } from './app-links.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT, visitOwingNothing } from './visit.ts'

/** `GET /_gatehouse/account`: who is signed in, with which factors, and where they may go. */
export function accountRoutes(router: Router, parts: RouteParts): void {
  router.get(['/_gatehouse', '/_gatehouse/'], (_req, res) => seeOther(res, ACCOUNT))

  router.get(ACCOUNT, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const { account, company } = visit
    res.send(
      parts.pages.home({
        ...frameWithMenu(parts, visit),
        name: account.name,
        companyName: company.name,
        factors: account.factors.map((factor) => ({
          kind: factor.kind,
          maskedPhone: factor.kind === 'phone' ? maskPhone(factor.phone) : null,
        })),
        apps: appLinks(parts, req.arrival.origin, account, company),
      }),
    )
  })
}
