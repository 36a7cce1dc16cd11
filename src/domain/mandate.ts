import type { EpochMs } from './account.ts'
import type { AuditEvent } from './audit.ts'
import type { Company, KindMandate, MandateLatch, PolicyLine } from './company.ts'
import type { Policy } from './policy.ts'

/** A company's second factor is compulsory. `line` is null once only the latch still says so. */
export interface Mandate {
  since: EpochMs
  line: PolicyLine | null
  latched: boolean
}

/** The mandate in force for a company, or null. A latch alone is enough: nothing takes a mandate off again (A21). */
export function mandateFor(company: Company, policy: Policy, latch: MandateLatch | null, now: EpochMs): Mandate | null {
  const byPolicy = mandateOfPolicy(company, policy, now)
  if (latch !== null) return { since: latch.latchedAt, line: byPolicy?.line ?? null, latched: true }
  return byPolicy === null ? null : { since: now, line: byPolicy.line, latched: false }
}

/** The next date in policy from which a second factor will be compulsory for a company, or null. */
export function mandateAnnounced(company: Company, policy: Policy, now: EpochMs): KindMandate | null {
  const coming = policy.kindMandates.filter(({ kind, from }) => kind === company.kind && now < from)
  return coming.toSorted((a, b) => a.from - b.from)[0] ?? null
}

/** Companies whose mandate policy has put in force and which are not latched yet: latch these now. */
export function mandatesToLatch(policy: Policy, latches: MandateLatch[], now: EpochMs): MandateLatch[] {
  const latched = new Set(latches.map((latch) => latch.companyId))
  return [...policy.companies.values()]
    .filter((company) => !latched.has(company.id) && mandateOfPolicy(company, policy, now) !== null)
    .map((company) => ({ companyId: company.id, latchedAt: now, latchedBy: 'policy' }))
}

/** What the audit trail says of a mandate that was latched. */
export function auditFactsOfLatch({
  companyId,
  latchedBy,
}: MandateLatch): Pick<AuditEvent, 'event' | 'outcome' | 'accountId' | 'companyId' | 'reason'> {
  const byPolicy = latchedBy === 'policy'
  const accountId = byPolicy ? null : latchedBy
  return {
    event: 'mandate_latched',
    outcome: 'success',
    accountId,
    companyId,
    reason: byPolicy ? 'policy' : 'company_settings',
  }
}

/** `require_two_factor: false` written for a latched company: to be reported with its line, and ignored. */
export function ignoredWithdrawals(policy: Policy, latches: MandateLatch[]): { company: Company; line: PolicyLine }[] {
  return latches.flatMap(({ companyId }) => {
    const company = policy.companies.get(companyId)
    if (company === undefined || company.requireTwoFactor || company.requireTwoFactorLine === null) return []
    return [{ company, line: company.requireTwoFactorLine }]
  })
}

function mandateOfPolicy(company: Company, policy: Policy, now: EpochMs): { line: PolicyLine } | null {
  if (company.requireTwoFactor) return { line: company.requireTwoFactorLine ?? company.line }
  const forItsKind = policy.kindMandates.find(({ kind, from }) => kind === company.kind && now >= from)
  return forItsKind === undefined ? null : { line: forItsKind.line }
}
