import type { Request, Router } from 'express'
import type { Account } from '../domain/account.ts'
import type { Company } from '../domain/company.ts'
import { GatehouseError } from '../domain/errors.ts'
import { mandateFor } from '../domain/mandate.ts'
import { passwordFault, shortestPassword } from '../domain/password.ts'
import { isLinkOpen, readLink, type SignUpLink } from '../domain/sign-up.ts'
import { field } from '../http/form-body.ts'
import { languageOf } from '../http/language.ts'
import { queryValue } from '../http/query.ts'
import { seeOther } from '../http/see-other.ts'
import type { FieldError } from '../pages/page/frame.ts'
import type { SignUpPage } from '../pages/page/sign-in.ts'
import { frame } from './frame.ts'
import { endSession, keepSignUp } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { SIGN_IN } from './visit.ts'

export const SIGN_UP = '/_gatehouse/sign-up'
/** Purpose of the hash of a link's secret. */
export const SIGN_UP_SECRET = 'sign-up-link'

/** Somebody who has opened a link that may still be used. */
interface Invited {
  link: SignUpLink
  account: Account
  company: Company
  /** Whether the password may be all that a sign-in asks for, so that it has to be longer (R8). */
  standsAlone: boolean
}

/**
 * `GET, POST /_gatehouse/sign-up`: sets the first password of somebody who was added, and leads to the sign-in page. The link
 * is looked at once and put into the session, so that its secret stands in no address that goes anywhere else (R14); looking
 * at it uses nothing up, since mail programs look at links as well.
 */
export function signUpRoutes(router: Router, parts: RouteParts): void {
  router.get(SIGN_UP, async (req, res) => {
    res.set('Referrer-Policy', 'no-referrer')
    const typed = queryValue(req, 'link')
    if (typed === '') {
      const invited = await invitedBy(parts, await linkOfSession(parts, req))
      return void res.send(parts.pages.signUp(page(parts, req, invited, null)))
    }
    const { link } = await invitedBy(parts, await linkTyped(parts, typed))
    await keepSignUp(req, { linkId: link.id })
    seeOther(res, SIGN_UP)
  })

  router.post(SIGN_UP, async (req, res) => {
    const invited = await invitedBy(parts, await linkOfSession(parts, req))
    const { account, link, standsAlone } = invited
    const password = field(req, 'new-password')
    const about = { standsAlone, username: account.username, portalName: parts.settings.portal.name }
    const fault = passwordFault(password, about)
    if (fault !== null) {
      const error = { field: 'new-password', message: fault }
      return void res.status(422).send(parts.pages.signUp(page(parts, req, invited, error)))
    }
    parts.passwords.checkRoom(req.arrival.address)
    const passwordHash = await parts.passwords.hash(password)
    const { address, requestId } = req.arrival
    const by = { at: parts.clock.now(), actor: null, address, requestId }
    if (!(await parts.signUpLinks.use(link, passwordHash, by))) throw linkOver()
    const { id: accountId, companyId } = account
    parts.audit.note(req.arrival, { event: 'signed_up', outcome: 'success', accountId, companyId })
    // Whoever was signed in here is somebody else, or an admin who has tried the link.
    await endSession(req, parts.revocations)
    seeOther(res, `${SIGN_IN}?notice=signed_up`)
  })
}

/** Throws `link_over` for what is no link, was used or replaced, or has run out: it does not tell which. */
async function invitedBy(parts: RouteParts, link: SignUpLink | null): Promise<Invited> {
  const { accounts, clock, mandates } = parts
  const account = link === null ? undefined : await accounts.findById(link.accountId)
  const policy = parts.policy()
  const company = account === undefined ? undefined : policy.companies.get(account.companyId)
  if (link === null || account === undefined || company === undefined) throw linkOver()
  if (!isLinkOpen(link, account, clock.now())) throw linkOver()
  const mandate = mandateFor(company, policy, await mandates.latchOf(company), clock.now())
  return { link, account, company, standsAlone: mandate === null }
}

async function linkTyped({ signUpLinks, secrets }: RouteParts, typed: string): Promise<SignUpLink | null> {
  const read = readLink(typed)
  const link = read === null ? null : await signUpLinks.find(read.id)
  if (read === null || link === null) return null
  return secrets.matchesKeyedHash(SIGN_UP_SECRET, read.secret, link.secretHash) ? link : null
}

async function linkOfSession({ signUpLinks }: RouteParts, req: Request): Promise<SignUpLink | null> {
  const { signUp } = req.session
  return signUp === undefined ? null : signUpLinks.find(signUp.linkId)
}

function linkOver(): GatehouseError {
  return new GatehouseError('link_over', { kind: 'sign_up_link_over' })
}

function page(
  parts: RouteParts,
  req: Request,
  { account, company, standsAlone }: Invited,
  error: FieldError | null,
): SignUpPage {
  return {
    ...frame(parts, { account: null, language: languageOf(req, parts.settings) }),
    name: account.name,
    signUpAs: account.username,
    companyName: company.name,
    shortestPassword: shortestPassword({ standsAlone }),
    error,
  }
}
