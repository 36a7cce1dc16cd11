import { randomBytes, randomUUID } from 'node:crypto'
import type { Request, Router } from 'express'
import type { Account } from '../domain/account.ts'
import { signUpLinkQuotas } from '../domain/quota.ts'
import { awaitsSignUp } from '../domain/sign-up.ts'
import { seeOther } from '../http/see-other.ts'
import type { SignUpLinkPage } from '../pages/page/employees.ts'
import { employeeUrl } from './employee-row.ts'
import { changedBy, EMPLOYEE, employeeOfAdmin, type EmployeeVisit } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { SIGN_UP, SIGN_UP_SECRET } from './sign-up.ts'
import type { Visit } from './visit.ts'

const SECRET_BYTES = 32
const MINUTE_MS = 60_000

/**
 * `GET, POST /_gatehouse/admin/employees/:id/sign-up-link`: makes a one-time link with which somebody who was added sets a
 * password, and shows it once. A new one ends the one before.
 */
export function signUpLinkRoutes(router: Router, parts: RouteParts): void {
  router.get(`${EMPLOYEE}/sign-up-link`, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const { account } = about.employee
    if (!awaitsSignUp(account)) return seeOther(res, employeeUrl(account.id))
    const link = await linkToShow(parts, req, about)
    res.set('Referrer-Policy', 'no-referrer')
    res.send(parts.pages.signUpLink(await page(parts, about, link)))
  })

  router.post(`${EMPLOYEE}/sign-up-link`, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const { account } = about.employee
    if (!awaitsSignUp(account)) return seeOther(res, employeeUrl(account.id))
    if (await waitsForProof(parts, req, res, about.visit, employeeUrl(account.id))) return
    if (await makeSignUpLink(parts, req, about.visit, account)) return seeOther(res, signUpLinkUrl(account.id))
    res.status(429).send(parts.pages.signUpLink(await page(parts, about, null)))
  })
}

/**
 * Makes a link, the only one of that account from now on, and keeps it in the admin's session until it is shown. False when
 * there were too many of late: the page says when the next may be made.
 */
export async function makeSignUpLink(
  parts: RouteParts,
  req: Request,
  visit: Visit,
  account: Account,
): Promise<boolean> {
  const { secrets, clock, settings, audit } = parts
  const { id: accountId, companyId } = account
  const id = randomUUID()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const secretHash = secrets.keyedHash(SIGN_UP_SECRET, secret)
  const by = changedBy(parts, req, visit)
  const about = { event: 'sign_up_link_made', accountId, companyId, actor: by.actor } as const
  if (!(await parts.quotas.take(signUpLinkQuotas(account, settings.signUp), clock.now())).taken) {
    await audit.record(req.arrival, { ...about, outcome: 'refused', reason: 'too_many' })
    return false
  }
  const link = { id, accountId, secretHash, expiresAt: clock.now() + settings.signUp.linkLifeMs }
  // Somebody who has signed up meanwhile needs none.
  if (!(await parts.signUpLinks.issue(link, by))) return true
  audit.note(req.arrival, { ...about, outcome: 'success' })
  // By mail alone: the number was typed by an admin, and is to be the second factor.
  if (settings.delivery.smtp !== null) {
    const url = urlOf(parts, `${id}.${secret}`)
    parts.notices.tell(account, { kind: 'sign_up_link', url, lastsMs: settings.signUp.linkLifeMs }, req.arrival)
  }
  const sealed = secrets.seal(SIGN_UP_SECRET, `${id}.${secret}`, accountId)
  await saveSession(req, { ...visit.session, signUpLink: { accountId, sealed } })
  return true
}

export function signUpLinkUrl(accountId: string): string {
  return `${employeeUrl(accountId)}/sign-up-link`
}

/** The link that was just made for this employee, for the first time that it is asked for; null after that. */
async function linkToShow(parts: RouteParts, req: Request, { visit, employee }: EmployeeVisit): Promise<string | null> {
  const { signUpLink, ...rest } = visit.session
  if (signUpLink?.accountId !== employee.account.id || req.method === 'HEAD') return null
  await saveSession(req, rest)
  return urlOf(parts, parts.secrets.open(SIGN_UP_SECRET, signUpLink.sealed, signUpLink.accountId))
}

function urlOf({ settings }: RouteParts, link: string): string {
  return `${settings.publicUrl.origin}${SIGN_UP}?link=${link}`
}

async function page(
  parts: RouteParts,
  { visit, employee: { account } }: EmployeeVisit,
  link: string | null,
): Promise<SignUpLinkPage> {
  const inForce = await parts.signUpLinks.findByAccount(account.id)
  const fullUntil = await parts.quotas.fullUntil(signUpLinkQuotas(account, parts.settings.signUp), parts.clock.now())
  const isOpen = inForce !== null && parts.clock.now() < inForce.expiresAt
  return {
    ...frameWithMenu(parts, visit),
    name: account.name,
    username: account.username,
    url: signUpLinkUrl(account.id),
    employeeUrl: employeeUrl(account.id),
    link,
    isMailed: parts.settings.delivery.smtp !== null,
    // Times are shown to the minute, and there is none before.
    nextAt: fullUntil === null ? null : Math.ceil(fullUntil / MINUTE_MS) * MINUTE_MS,
    validUntil: isOpen ? inForce.expiresAt : null,
  }
}
