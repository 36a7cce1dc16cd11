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

/** What the log holds of the audit trail, of events that begin like this. */
export function audited({ logged }: TestGateway, prefix: string): Record<string, unknown>[] {
  const lines = logged.map((line) => JSON.parse(line) as { audit?: Record<string, unknown> })
  return lines.flatMap(({ audit }) => (String(audit?.['event']).startsWith(prefix) && audit ? [audit] : []))
}
