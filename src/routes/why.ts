import type { Request, Response, Router } from 'express'
import type { Account, EpochMs } from '../domain/account.ts'
import type { Company } from '../domain/company.ts'
import { readInstant } from '../domain/instant.ts'
import { canonicalAddress } from '../http/client-address.ts'
import { queryValue } from '../http/query.ts'
import type { WhyAnswer, WhyPage } from '../pages/page/company.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { browserId } from './browser-mark.ts'
import { employeeUrl } from './employee-row.ts'
import { EMPLOYEE, employeeOfAdmin } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { explainSignIn } from './sign-in-explanation.ts'
import { ACCOUNT, type Visit, visitOwingNothing } from './visit.ts'

export const WHY = `${ACCOUNT}/why`

const LONGEST = 100
const NO_ADDRESS: FieldError = { field: 'address', message: { kind: 'not_an_address' } }
const NO_TIME: FieldError = { field: 'at', message: { kind: 'not_a_time' } }

/**
 * `GET /_gatehouse/account/why` and `GET /_gatehouse/admin/employees/:id/why`: what a sign-in from an address would come to,
 * now or at another time, by the functions that decide about a real one. Asking changes nothing.
 */
export function whyRoutes(router: Router, parts: RouteParts): void {
  router.get(WHY, async (req, res) => {
    const visit = await visitOwingNothing(parts, req, res)
    if (visit === null) return
    // Of one's own browser it is known whether a challenge was passed in it.
    const browser = { id: browserId(parts, req) }
    const page = { employeeName: null, url: WHY, backUrl: ACCOUNT }
    await answer(parts, req, res, visit, { account: visit.account, browser, page })
  })

  router.get(`${EMPLOYEE}/why`, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const { account } = about.employee
    const url = employeeUrl(account.id)
    const page = { employeeName: account.name, url: `${url}/why`, backUrl: url }
    await answer(parts, req, res, about.visit, { account, browser: null, page })
  })
}

interface Asked {
  account: Account
  browser: { id: string | null } | null
  page: Pick<WhyPage, 'employeeName' | 'url' | 'backUrl'>
}

async function answer(parts: RouteParts, req: Request, res: Response, visit: Visit, asked: Asked): Promise<void> {
  const typed = {
    address: queryValue(req, 'address').trim().slice(0, LONGEST) || req.arrival.address,
    at: queryValue(req, 'at').trim().slice(0, LONGEST),
  }
  const read = readQuestion(typed, parts.clock.now())
  const fault = 'error' in read ? read.error : null
  res.status(fault === null ? 200 : 422).send(
    parts.pages.why({
      ...frameWithMenu(parts, visit),
      ...asked.page,
      ...typed,
      // A browser shows no other spelling in its field for a time.
      at: typed.at === '' || 'error' in read ? typed.at : new Date(read.at).toISOString().slice(0, 16),
      error: fault,
      answer: 'error' in read ? null : await answerTo(parts, visit, { ...asked, ...read }),
    }),
  )
}

function readQuestion(
  typed: { address: string; at: string },
  now: EpochMs,
): { address: string; at: EpochMs } | { error: FieldError } {
  const address = canonicalAddress(typed.address)
  if (address === null) return { error: NO_ADDRESS }
  // A browser's own field for a time knows neither seconds nor a zone; its label says UTC.
  const at = typed.at === '' ? now : (readInstant(typed.at) ?? readInstant(`${typed.at}:00Z`))
  return at === null ? { error: NO_TIME } : { address, at }
}

async function answerTo(
  parts: RouteParts,
  { account: asking, company }: Visit,
  { account, browser, address, at }: Asked & { address: string; at: EpochMs },
): Promise<WhyAnswer> {
  const { settings, accounts, mandates } = parts
  const latchOf = (of: Company) => mandates.latchOf(of)
  const sources = { settings, policy: parts.policy(), accounts, latchOf }
  const explained = await explainSignIn(sources, { account, company, address, browser, at })
  const { decision, reminderOffered, because, supposing, line, rules } = explained
  return {
    decision,
    reminderOffered,
    because,
    supposing,
    // Where the operator keeps the file, and what stands around a line, is no member's business.
    line: asking.role === 'admin' ? line : null,
    address,
    at,
    rules,
  }
}
