import type { Request, Router } from 'express'
import { maskPhone } from '../domain/format.ts'
import { shortestPassword } from '../domain/password.ts'
import { seeOther } from '../http/see-other.ts'
import type { FieldError, SettingsPage } from '../pages/page.ts'
import { appLinks } from './app-links.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

/** `GET /_gatehouse/account`: Settings, of everybody's own account. Each card posts to an address of its own. */
export function accountRoutes(router: Router, parts: RouteParts): void {
  router.get(['/_gatehouse', '/_gatehouse/'], (_req, res) => seeOther(res, ACCOUNT))

  router.get(ACCOUNT, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const done = DONE.find((one) => one === req.query['done']) ?? null
    res.send(parts.pages.settings(settingsPage(parts, req, visit, { done })))
  })
}

const DONE = ['password'] as const satisfies SettingsPage['done'][]

/** The page after a change: what was done is said once. */
export function settingsAfter(done: (typeof DONE)[number]): string {
  return `${ACCOUNT}?done=${done}`
}

/** The whole page, with what is said about one of its cards. */
export function settingsPage(
  parts: RouteParts,
  req: Request,
  visit: Visit,
  { done = null, error = null }: { done?: SettingsPage['done']; error?: FieldError | null },
): SettingsPage {
  const { account, company } = visit
  return {
    ...frameWithMenu(parts, visit),
    done,
    error,
    name: account.name,
    companyName: company.name,
    factors: account.factors.map((factor) => ({
      kind: factor.kind,
      maskedPhone: factor.kind === 'phone' ? maskPhone(factor.phone) : null,
    })),
    apps: appLinks(parts, req.arrival.origin, account, company),
    shortestPassword: shortestPassword({ standsAlone: account.factors.length === 0 }),
  }
}
