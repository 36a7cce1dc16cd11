import type { Request, Response, Router } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import type { TotpFactor } from '../domain/factor.ts'
import { readAppName } from '../domain/factor-change.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import { byOwner } from './own-change.ts'
import { APPS, appsOf, appUrl, mayRemoveFactor, removeOwnFactor } from './own-factor.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter } from './settings.ts'
import { type Visit, visitOwingNothing } from './visit.ts'

const APP = `${APPS}/:id`

/** `GET, POST /_gatehouse/account/apps/:id`: an authenticator app's name; `POST …/removal` takes it away (R7, A26). */
export function accountAppRoutes(router: Router, parts: RouteParts): void {
  router.get(APP, async (req, res) => {
    const own = await visitAtApp(parts, req, res)
    if (own !== null) res.send(await page(parts, own, { name: own.app.name ?? '' }))
  })

  router.post(APP, async (req, res) => {
    const own = await visitAtApp(parts, req, res)
    if (own === null) return
    const { visit, app } = own
    const name = readAppName(field(req, 'name'))
    if (name === null) {
      const wrong = { name: field(req, 'name').slice(0, 50), message: { kind: 'app_name_missing' } } as const
      return void res.status(422).send(await page(parts, own, wrong))
    }
    const { id: accountId, companyId } = visit.account
    await parts.ownFactors.renameApp(accountId, app.id, name, byOwner(parts, req))
    const told = { event: 'factor_renamed', outcome: 'success', reason: 'totp' } as const
    parts.audit.note(req.arrival, { ...told, accountId, companyId })
    seeOther(res, settingsAfter('app_renamed'))
  })

  router.get(`${APP}/removal`, (req, res) => seeOther(res, req.path.replace(/\/removal$/, '')))

  router.post(`${APP}/removal`, async (req, res) => {
    const own = await visitAtApp(parts, req, res)
    if (own === null) return
    const { visit, app } = own
    if (await waitsForProof(parts, req, res, visit, appUrl(app))) return
    const result = await removeOwnFactor(parts, req, visit, app.id)
    if (result !== 'last') return seeOther(res, settingsAfter('app_removed'))
    const refused = { name: app.name ?? '', message: { kind: 'last_factor' } } as const
    res.status(422).send(await page(parts, own, refused))
  })
}

interface OwnApp {
  visit: Visit
  app: TotpFactor
}

/** Throws `not_found` for an app of somebody else, as for none. */
async function visitAtApp(parts: RouteParts, req: Request, res: Response): Promise<OwnApp | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null) return null
  const app = appsOf(visit).find(({ id }) => id === req.params['id'])
  if (app === undefined) throw new GatehouseError('not_found', { kind: 'no_page' })
  return { visit, app }
}

async function page(
  parts: RouteParts,
  { visit, app }: OwnApp,
  { name, message = null }: { name: string; message?: Sentence | null },
): Promise<string> {
  return parts.pages.ownApp({
    ...frameWithMenu(parts, visit),
    url: appUrl(app),
    appName: app.name ?? null,
    since: app.activatedAt,
    name,
    mayRemove: await mayRemoveFactor(parts, visit),
    isLast: visit.account.factors.length === 1,
    error: message === null ? null : { field: message.kind === 'last_factor' ? 'app' : 'name', message },
  })
}
