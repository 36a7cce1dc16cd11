import type { Request, Response, Router } from 'express'
import { MOST_APPS, readAppName } from '../domain/factor-change.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { frameWithMenu } from './frame.ts'
import { proofOwedBy, waitsForProof } from './fresh-proof.ts'
import { saveSession } from './gate-session.ts'
import { keyPage, type PendingApp, proveApp } from './new-app.ts'
import { APPS, appsOf, keepOwnFactor } from './own-factor.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter, showSettings } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

const NEW_APP = `${APPS}/new`
const TOO_MANY: Sentence = { kind: 'app_not_added', most: MOST_APPS }

/**
 * `POST /_gatehouse/account/apps` begins with another authenticator app: who asks for a key proves who they are before they see it (R7).
 * `GET, POST /_gatehouse/account/apps/new`: QR code, key, name, first code (A14).
 */
export function accountAppsRoutes(router: Router, parts: RouteParts): void {
  router.get(APPS, (_req, res) => seeOther(res, ACCOUNT))

  router.post(APPS, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    if (appsOf(visit).length >= MOST_APPS) return refuse(parts, req, res, visit, TOO_MANY)
    if (await waitsForProof(parts, req, res, visit)) return
    const enrollment: PendingApp = { kind: 'totp', ...parts.totp.newEnrollment(visit.account.id) }
    await saveSession(req, { ...visit.session, enrollment })
    seeOther(res, NEW_APP)
  })

  router.get(NEW_APP, async (req, res) => {
    const adding = await visitAdding(parts, req, res)
    if (adding === null) return
    // Whoever finds the session open later must not copy the key that its owner adds.
    if (proofOwedBy(parts, adding.visit) !== null)
      return refuse(parts, req, res, adding.visit, { kind: 'app_key_hidden' })
    res.send(await page(parts, adding, '', null))
  })

  router.post(NEW_APP, async (req, res) => {
    const adding = await visitAdding(parts, req, res)
    if (adding === null) return
    const { visit, pending } = adding
    const typed = field(req, 'name')
    const name = typed.trim() === '' ? undefined : readAppName(typed)
    const again = async (status: number, error: FieldError): Promise<void> => {
      res.status(status).send(await page(parts, adding, typed.slice(0, 50), error))
    }
    // Before anything else: every page that says what is wrong shows the key again.
    if (await waitsForProof(parts, req, res, visit)) return
    if (name === null) return again(422, { field: 'name', message: { kind: 'app_name_missing' } })

    const proof = await proveApp(parts, req, visit, pending)
    if (proof.kind === 'refused') {
      if (proof.retryAfterSeconds !== null) res.set('Retry-After', String(proof.retryAfterSeconds))
      return again(proof.status, { field: 'code', message: proof.message })
    }
    const { factorId: id, sealedKey } = pending
    const named = name === undefined ? {} : { name }
    const factor = { kind: 'totp' as const, id, sealedKey, lastTimeStep: proof.timeStep, ...named }
    if (await keepOwnFactor(parts, req, res, visit, factor)) return seeOther(res, settingsAfter('app_added'))
    await refuse(parts, req, res, visit, TOO_MANY)
  })
}

interface Adding {
  visit: Visit
  pending: PendingApp
}

/** Null when there is no key to be added: the answer has been sent. */
async function visitAdding(parts: RouteParts, req: Request, res: Response): Promise<Adding | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null) return null
  const pending = visit.session.enrollment
  if (pending?.kind === 'totp') return { visit, pending }
  seeOther(res, ACCOUNT)
  return null
}

async function refuse(parts: RouteParts, req: Request, res: Response, visit: Visit, message: Sentence): Promise<void> {
  res.status(409)
  await showSettings(parts, req, res, visit, { error: { field: 'apps', message } })
}

async function page(
  parts: RouteParts,
  { visit, pending }: Adding,
  name: string,
  error: FieldError | null,
): Promise<string> {
  return parts.pages.newApp({
    ...frameWithMenu(parts, visit),
    ...(await keyPage(parts, visit, pending)),
    name,
    error,
  })
}
