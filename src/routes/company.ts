import type { Router } from 'express'
import type { EpochMs } from '../domain/account.ts'
import type { MandateLatch } from '../domain/company.ts'
import { dateInWords, inWords } from '../domain/format.ts'
import { mandateAnnounced, mandateFor } from '../domain/mandate.ts'
import type { CompanySettingsPage, Moment } from '../pages/page.ts'
import { COMPANY, visitOfAdmin } from './admin.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { trustedNetworkOf } from './sign-in-facts.ts'
import type { Visit } from './visit.ts'

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
    return { mandate: { since: moment(since), by: await whoLatched(parts, latch), line }, announced: null }
  }
  const coming = mandateAnnounced(company, parts.policy(), now)
  return { mandate: null, announced: coming === null ? null : { from: moment(coming.from), line: coming.line } }
}

async function whoLatched({ accounts }: RouteParts, latch: MandateLatch | null): Promise<string> {
  if (latch === null || latch.latchedBy === 'policy') return 'policy'
  return (await accounts.findById(latch.latchedBy))?.name ?? 'an admin who is no longer here'
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
    relief: relieved ? { every: `every ${inWords(relief.challengeEveryMs)}`, line: relief.line } : null,
    address,
    reminder: {
      offered: reminder.offeredTo.has(company.kind),
      lasts: inWords(reminder.lastsMs),
      line: reminder.line,
    },
  }
}

function moment(at: EpochMs): Moment {
  return { words: dateInWords(at), iso: new Date(at).toISOString() }
}
