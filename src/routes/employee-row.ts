import type { EpochMs } from '../domain/account.ts'
import { refusedUntil } from '../domain/failure.ts'
import { maskPhone } from '../domain/format.ts'
import { mandateFor } from '../domain/mandate.ts'
import type { Employee } from '../domain/ports/employees.ts'
import type { EmployeeRow } from '../pages/page/employees.ts'
import { EMPLOYEES } from './admin.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

/** How a page for this visit shows the employees of its company. */
export async function rowsFor(parts: RouteParts, visit: Visit): Promise<(employee: Employee) => EmployeeRow> {
  const remindedUntil = await reminders(parts, visit)
  const now = parts.clock.now()
  return ({ account, failures, lastSignInAt }) => {
    const until = remindedUntil(account.remindedAt)
    return {
      url: employeeUrl(account.id),
      name: account.name,
      username: account.username,
      role: account.role,
      maskedPhone: account.phone === null ? null : maskPhone(account.phone, 2),
      factors: account.factors.map(({ kind }) => kind),
      isDisabled: account.disabledAt !== null,
      isInvited: account.passwordHash === null,
      isLocked: failures !== null && refusedUntil(failures, now) !== null,
      remindedUntil: until,
      lastSignIn: lastSignInAt,
    }
  }
}

/** Where Edit Employee is. */
export function employeeUrl(accountId: string): string {
  return `${EMPLOYEES}/${accountId}`
}

/** Until when somebody's reminder holds; null once there is a mandate, and where none is offered. */
async function reminders(
  parts: RouteParts,
  { company }: Visit,
): Promise<(remindedAt: EpochMs | null) => EpochMs | null> {
  const { clock } = parts
  const policy = parts.policy()
  const mandate = mandateFor(company, policy, await parts.mandates.latchOf(company), clock.now())
  const offered = mandate === null && policy.reminder.offeredTo.has(company.kind)
  return (remindedAt) => {
    if (!offered || remindedAt === null) return null
    const until = remindedAt + policy.reminder.lastsMs
    return remindedAt <= clock.now() && clock.now() < until ? until : null
  }
}
