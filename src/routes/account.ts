import type { Router } from 'express'
import { seeOther } from '../http/see-other.ts'
import type { RouteParts } from './parts.ts'
import { showSettings } from './settings.ts'
import { ACCOUNT, visitOwingNothing } from './visit.ts'

/** `GET /_gatehouse/account`: Settings, of everybody's own account. Each card posts to an address of its own. */
export function accountRoutes(router: Router, parts: RouteParts): void {
  router.get(['/_gatehouse', '/_gatehouse/'], (_req, res) => seeOther(res, ACCOUNT))

  router.get(ACCOUNT, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit !== null) await showSettings(parts, req, res, visit)
  })
}
