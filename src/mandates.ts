import type { Logger } from 'pino'
import type { Audit } from './audit.ts'
import { ignoredWithdrawals, mandateFor, mandatesToLatch } from './domain/mandate.ts'
import type { Policy } from './domain/policy.ts'
import type { Clock, CompanyStore, Notices } from './domain/ports.ts'
import type { Mandates } from './routes/parts.ts'

const DATES_ARE_CHECKED_EVERY_MS = 60_000

/**
 * Latches the mandates that policy puts in force: at start, at every sign-in, and every minute, so that a date that
 * comes while nobody signs in counts even if the policy file loses it afterwards (A20, A21). `latched` is how many there
 * were a minute ago at most.
 */
export function openMandates(parts: {
  companies: CompanyStore
  policy: () => Policy
  audit: Audit
  notices: Pick<Notices, 'tellAdmins'>
  clock: Clock
  log: Logger
}): Mandates & { latched(): number; reviewPolicy(): Promise<void>; close(): void } {
  const { companies, policy, audit, notices, clock, log } = parts

  let latched = 0

  async function latchDue(): Promise<void> {
    const latches = await companies.latches()
    latched = latches.length
    for (const latch of mandatesToLatch(policy(), latches, clock.now())) {
      if (!(await companies.latchMandate(latch))) continue
      latched += 1
      const { companyId } = latch
      await audit.record(null, { event: 'mandate_latched', outcome: 'success', companyId })
      const companyName = policy().companies.get(companyId)?.name ?? companyId
      notices.tellAdmins(companyId, { kind: 'mandate_enabled', companyName, enabledBy: null })
    }
  }

  const timer = setInterval(() => {
    latchDue().catch((error: unknown) => log.error({ err: error }, 'mandates could not be latched'))
  }, DATES_ARE_CHECKED_EVERY_MS)
  timer.unref()

  return {
    async latchOf(company) {
      const latch = await companies.latch(company.id)
      if (latch !== null || mandateFor(company, policy(), latch, clock.now()) === null) return latch
      await latchDue()
      return companies.latch(company.id)
    },
    async enable({ id: companyId, name: companyName }, admin, arrival) {
      const now = await companies.latchMandate({ companyId, latchedAt: clock.now(), latchedBy: admin.id })
      if (!now) return false
      latched += 1
      const about = { event: 'mandate_latched', accountId: admin.id, companyId, reason: 'company_settings' }
      await audit.record(arrival, { ...about, outcome: 'success' })
      notices.tellAdmins(companyId, { kind: 'mandate_enabled', companyName, enabledBy: admin.name }, arrival)
      return true
    },
    async reviewPolicy() {
      await companies.sync([...policy().companies.values()])
      await latchDue()
      for (const { company, line } of ignoredWithdrawals(policy(), await companies.latches())) {
        log.warn(
          { company: company.id, line },
          `${line}: require_two_factor: false is ignored: ${company.name} has made its second factor compulsory, and that never comes off`,
        )
      }
    },
    latched: () => latched,
    close: () => clearInterval(timer),
  }
}
