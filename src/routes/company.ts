import type { Request, Router } from 'express'
import { clientsOf } from '../domain/clients.ts'
import type { MandateLatch } from '../domain/company.ts'
import { mandateAnnounced, mandateFor } from '../domain/mandate.ts'
import { queryValue } from '../http/query.ts'
import type { ClientsList, CompanySettingsPage, EnabledBy } from '../pages/page/company.ts'
import { COMPANY, visitOfAdmin } from './admin.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { trustedNetworkOf } from './sign-in-facts.ts'
import type { Visit } from './visit.ts'

const CLIENTS_PER_PAGE = 50
const LONGEST_SEARCH = 100

/** `GET /_gatehouse/admin/company`: Company Settings, as an admin of the company sees them (A18, A22). */
export function companyRoutes(router: Router, parts: RouteParts): void {
  router.get(COMPANY, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const latch = await parts.mandates.latchOf(visit.company)
    res.send(
      parts.pages.companySettings({
        ...frameWithMenu(parts, visit),
        ...(await mandateFacts(parts, visit, latch)),
        ...(await parts.employees.counts(visit.company.id)),
        ...policyFacts(parts, visit, req.arrival.address),
        clients: await clients(parts, req, visit),
      }),
    )
  })
}

async function mandateFacts(
  parts: RouteParts,
  { company }: Visit,
  latch: MandateLatch | null,
): Promise<Pick<CompanySettingsPage, 'mandate' | 'announced'>> {
  const now = parts.clock.now()
  const mandate = mandateFor(company, parts.policy(), latch, now)
  if (mandate !== null) {
    const { since, line } = mandate
    return { mandate: { since, by: await whoLatched(parts, latch), line }, announced: null }
  }
  const coming = mandateAnnounced(company, parts.policy(), now)
  return { mandate: null, announced: coming === null ? null : { from: coming.from, line: coming.line } }
}

async function whoLatched({ accounts }: RouteParts, latch: MandateLatch | null): Promise<EnabledBy> {
  if (latch === null || latch.latchedBy === 'policy') return { kind: 'policy' }
  const admin = await accounts.findById(latch.latchedBy)
  return admin === undefined ? { kind: 'formerAdmin' } : { kind: 'admin', name: admin.name }
}

function policyFacts(
  parts: RouteParts,
  { company }: Visit,
  address: string,
): Pick<CompanySettingsPage, 'companyName' | 'networks' | 'relief' | 'address' | 'reminder'> {
  const { reminder, trustedNetworkRelief: relief } = parts.policy()
  const here = trustedNetworkOf(parts, company, address)
  const relieved = relief.enabled && company.kind !== 'client'
  return {
    companyName: company.name,
    networks: company.trustedNetworks.map((network) => ({
      name: network.name,
      ranges: network.ranges,
      line: network.line,
      here: network === here,
    })),
    relief: relieved ? { everyMs: relief.challengeEveryMs, line: relief.line } : null,
    address,
    reminder: {
      offered: reminder.offeredTo.has(company.kind),
      lastsMs: reminder.lastsMs,
      line: reminder.line,
    },
  }
}

/** A partner's client companies are in policy; only those of the page are counted. */
async function clients(parts: RouteParts, req: Request, { company }: Visit): Promise<ClientsList | null> {
  if (company.kind !== 'partner') return null
  const search = queryValue(req, 'client').trim().slice(0, LONGEST_SEARCH)
  const after = queryValue(req, 'after')
  const policy = parts.policy()
  const { clients: shown, more } = clientsOf(policy, company.id, { search, after, limit: CLIENTS_PER_PAGE })
  const counts = await parts.employees.countsOf(shown.map(({ id }) => id))
  return {
    total: [...policy.companies.values()].filter(({ partnerId }) => partnerId === company.id).length,
    search,
    rows: shown.map(({ id, name }) => ({ name, ...(counts.get(id) ?? { people: 0, enrolled: 0 }) })),
    startUrl: after === '' ? null : urlOfClients(search),
    nextUrl: more ? urlOfClients(search, shown.at(-1)?.id) : null,
  }
}

function urlOfClients(search: string, after = ''): string {
  const query = new URLSearchParams({ client: search, after })
  for (const [name, value] of [...query]) if (value === '') query.delete(name)
  return `${COMPANY}${query.size === 0 ? '' : `?${query.toString()}`}#clients`
}
