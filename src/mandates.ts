import type { Logger } from 'pino'
import type { Audit } from './audit.ts'
import { auditFactsOfLatch, ignoredWithdrawals, mandateFor, mandatesToLatch } from './domain/mandate.ts'
import type { MandateLatch } from './domain/company.ts'
import { greetingName } from './domain/notice.ts'
import type { Policy } from './domain/policy.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { CompanyStore } from './domain/ports/companies.ts'
import type { Asker, Notices } from './domain/ports/notices.ts'
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

  /** Answers whether it is news. Whoever latched it first has told everybody. */
  async function latch(wanted: MandateLatch, by: { name: string | null; asker: Asker | null }): Promise<boolean> {
    if (!(await companies.latchMandate(wanted, by.asker))) return false
    latched += 1
    const { companyId } = wanted
    audit.note(by.asker, auditFactsOfLatch(wanted))
    const companyName = policy().companies.get(companyId)?.name ?? companyId
    notices.tellAdmins(companyId, { kind: 'mandate_enabled', companyName, enabledBy: by.name }, by.asker)
    return true
  }

  async function latchDue(): Promise<void> {
    const latches = await companies.latches()
    latched = latches.length
    for (const due of mandatesToLatch(policy(), latches, clock.now())) await latch(due, { name: null, asker: null })
  }

  const timer = setInterval(() => {
    latchDue().catch((error: unknown) => log.error({ err: error }, 'mandates could not be latched'))
  }, DATES_ARE_CHECKED_EVERY_MS)
  timer.unref()

  return {
    async latchOf(company) {
      const known = await companies.latch(company.id)
      if (known !== null || mandateFor(company, policy(), known, clock.now()) === null) return known
      await latchDue()
      return companies.latch(company.id)
    },
    enable({ id: companyId }, admin, arrival) {
      const wanted = { companyId, latchedAt: clock.now(), latchedBy: admin.id }
      return latch(wanted, { name: greetingName(admin), asker: arrival })
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
