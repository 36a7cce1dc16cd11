import type { Request, Response, Router } from 'express'
import { credentialFault, type NameAndPassword, sealCredential } from '../domain/app-credential.ts'
import type { AuditEventName } from '../domain/audit.ts'
import { GatehouseError } from '../domain/errors.ts'
import { safeNext } from '../domain/next.ts'
import { field } from '../http/form-body.ts'
import { queryValue } from '../http/query.ts'
import { seeOther } from '../http/see-other.ts'
import { CREDENTIAL, credentialPlace } from '../http/turn-away.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import { byOwner } from './own-change.ts'
import { type OwnCredential, ownCredentials } from './own-credentials.ts'
import type { RouteParts } from './parts.ts'
import { settingsAfter } from './settings.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'
import { freeReason } from '../domain/audit-reason.ts'

const REMOVAL = `${CREDENTIAL}/removal`

/**
 * `GET, POST /_gatehouse/account/credential`: what one signs in to an app with that asks for a name and password of its own (`app`);
 * then on to `next`. `POST …/removal` takes it away. Nobody is shown it again, and both ask for a fresh proof (R7).
 */
export function accountCredentialRoutes(router: Router, parts: RouteParts): void {
  router.get(CREDENTIAL, async (req, res) => {
    const own = await visitAtCredential(parts, req, res, queryValue(req, 'app'), queryValue(req, 'next'))
    if (own === null) return
    const { app } = own.credential
    const refused: FieldError = { field: 'app', message: { kind: 'credential_refused', app } }
    res.send(page(parts, own, { username: '', error: queryValue(req, 'refused') === '' ? null : refused }))
  })

  router.post(CREDENTIAL, async (req, res) => {
    const own = await visitAtCredential(parts, req, res, field(req, 'app'), field(req, 'next'))
    if (own === null) return
    const { visit, credential, next } = own
    if (!credential.isAsked) throw noPage()
    const typed: NameAndPassword = { username: field(req, 'app-username'), password: field(req, 'app-password') }
    const fault = credentialFault(typed)
    if (fault !== null) {
      const error = { field: `app-${fault.of}`, message: fault.message }
      return void res.status(422).send(page(parts, own, { username: typed.username.slice(0, 200), error }))
    }
    const { app } = credential
    if (await waitsForProof(parts, req, res, visit, credentialPlace({ app, next }))) return
    const owner = { accountId: visit.account.id, app }
    const kept = { ...owner, sealed: sealCredential(parts.secrets, owner, typed) }
    const [result] = (await parts.appCredentials.set([kept], byOwner(parts, req))) ?? []
    if (result === undefined) throw new Error('the account of this visit is gone')
    await tell(parts, req, visit, app, result === 'set' ? 'app_credential_set' : 'app_credential_replaced')
    seeOther(res, next === ACCOUNT ? settingsAfter('credential_set') : next)
  })

  router.get(REMOVAL, (_req, res) => seeOther(res, ACCOUNT))

  router.post(REMOVAL, async (req, res) => {
    const own = await visitAtCredential(parts, req, res, field(req, 'app'), field(req, 'next'))
    if (own === null) return
    const { visit, credential, next } = own
    const { app } = credential
    if (await waitsForProof(parts, req, res, visit, credentialPlace({ app, next }))) return
    const owner = { accountId: visit.account.id, app }
    if (await parts.appCredentials.remove(owner, byOwner(parts, req))) {
      await tell(parts, req, visit, app, 'app_credential_removed')
    }
    seeOther(res, settingsAfter('credential_removed'))
  })
}

interface AtCredential {
  visit: Visit
  credential: OwnCredential
  /** Where to go on. */
  next: string
}

/** Null when the answer has been sent. Throws `not_found` for an app that this person needs none for, and has put in none. */
async function visitAtCredential(
  parts: RouteParts,
  req: Request,
  res: Response,
  app: string,
  typedNext: string,
): Promise<AtCredential | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null) return null
  const credential = (await ownCredentials(parts, visit)).find((one) => one.app === app)
  if (credential === undefined) throw noPage()
  return { visit, credential, next: typedNext === '' ? ACCOUNT : safeNext(typedNext, req.arrival.origin) }
}

function noPage(): GatehouseError {
  return new GatehouseError('not_found', { kind: 'no_page' })
}

/** The log, and gateways that remember what was there before. */
async function tell(
  parts: RouteParts,
  req: Request,
  { account }: Visit,
  app: string,
  event: AuditEventName,
): Promise<void> {
  const { id: accountId, companyId } = account
  parts.audit.note(req.arrival, { event, outcome: 'success', reason: freeReason(app), accountId, companyId })
  await parts.revocations.publish({ kind: 'credential', accountId, app })
}

function page(
  parts: RouteParts,
  { visit, credential, next }: AtCredential,
  form: { username: string; error: FieldError | null },
): string {
  const { app: appName, setAt, isAsked } = credential
  return parts.pages.ownCredential({ ...frameWithMenu(parts, visit), appName, setAt, isAsked, next, ...form })
}
