import type { Request, Response, Router } from 'express'
import { safeNext } from '../domain/next.ts'
import { field } from '../http/form-body.ts'
import { queryValue } from '../http/query.ts'
import { letFormBeRedirected } from '../http/security-headers.ts'
import { seeOther } from '../http/see-other.ts'
import type { Sent } from '../http/sent-forms.ts'
import { RESUME, resumeUrl } from '../http/turn-away.ts'
import { frameWithMenu } from './frame.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { findVisit, placeOf, type Visit, visitOwingNothing } from './visit.ts'

/**
 * `GET, POST /_gatehouse/resume`: what was posted to an app after its session had ended is sent on, once its person has signed in
 * again and says so. The page that does it posts to the app itself, so that the guard decides about it anew.
 */
export function resumeRoutes(router: Router, parts: RouteParts): void {
  const { pages, sentForms } = parts

  router.get(RESUME, async (req, res) => {
    const asked = { id: queryValue(req, 'for'), back: safeNext(queryValue(req, 'back'), req.arrival.origin) }
    if (await comesBackLater(parts, req, res, asked)) return
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const sent = await sentForms.find(req, asked.id, visit.account.id)
    if (sent === null || !leadsToItsApp(parts, req, sent)) return void res.send(nothingWaits(parts, visit, asked.back))
    const { back } = sent
    const page = { kept: asked.id, next: resumeUrl(asked.id, back), destination: sent.app, backUrl: back }
    res.send(pages.resume({ ...frameWithMenu(parts, visit), ...page }))
  })

  router.post(RESUME, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    const sent = await sentForms.take(req, field(req, 'for'), visit.account.id)
    if (sent === null || !leadsToItsApp(parts, req, sent)) {
      const back = safeNext(sent?.back ?? field(req, 'back'), req.arrival.origin)
      return void res.status(409).send(nothingWaits(parts, visit, back))
    }
    letFormBeRedirected(res)
    const { enctype, charset, fields, raw: action, app: destination } = sent
    res.send(pages.sendOn({ ...frameWithMenu(parts, visit), destination, action, enctype, charset, fields }))
  })
}

/** Whoever is in the middle of signing in comes here once that is done, not where they were going before. */
async function comesBackLater(
  parts: RouteParts,
  req: Request,
  res: Response,
  { id, back }: { id: string; back: string },
): Promise<boolean> {
  const visit = await findVisit(parts, req)
  if (visit === null || visit.owed === null) return false
  if ((await parts.sentForms.find(req, id, visit.account.id)) === null) return false
  await saveSession(req, { ...visit.session, next: resumeUrl(id, back) })
  seeOther(res, placeOf(visit))
  return true
}

/** An address may lead to another app by now, which has nothing to do with what was typed. */
function leadsToItsApp({ findApp }: RouteParts, req: Request, { app, raw }: Sent): boolean {
  const [path = ''] = raw.split('?', 1)
  return findApp(new URL(req.arrival.origin).hostname, path)?.name === app
}

function nothingWaits(parts: RouteParts, visit: Visit, backUrl: string): string {
  return parts.pages.nothingWaits({ ...frameWithMenu(parts, visit), backUrl })
}
