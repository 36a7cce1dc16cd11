import assert from 'node:assert/strict'
import type { TestGateway } from './gateway.ts'
import type { Visitor } from './visitor.ts'

export const EMPLOYEES = '/_gatehouse/admin/employees'

/** Where the pencil beside this person leads. */
export async function employeePlace(admin: Visitor, name: string): Promise<string> {
  const { text } = await admin.get(`${EMPLOYEES}?search=${encodeURIComponent(name)}`)
  const [, place] = /<a class="button" href="([^"]+\/employees\/[^"]+)"/.exec(text) ?? []
  return place ?? assert.fail(`${name} is not listed`)
}

/** What the log holds of the audit trail, of events that begin like this; without the accounts that every test starts with. */
export function audited({ logged }: TestGateway, prefix: string): Record<string, unknown>[] {
  const lines = logged.map((line) => JSON.parse(line) as { audit?: Record<string, unknown> })
  const events = lines.flatMap(({ audit }) => (audit === undefined ? [] : [audit]))
  return events.filter(({ event, actor }) => String(event).startsWith(prefix) && actor !== 'configuration')
}
