import type { CompanyKind } from '../domain/company.ts'
import type { Policy } from '../domain/policy.ts'

/** One thing that another configuration changes, for operators to read. Never holds a secret or the URL of a store. */
export interface Change {
  /** Without a full stop: `Northwind IT: trusted network Branch office added`. */
  says: string
  /** Ids of the companies whose accounts it concerns; empty where it concerns nobody in particular. */
  companies: string[]
  /** The value in force stays until the process is started again. */
  needsRestart: boolean
}

export function change(says: string, companies: string[] = []): Change {
  return { says, companies, needsRestart: false }
}

/** `session idle 1h → 30m`; nothing where both are the same. */
export function changedValue<T>(
  what: string,
  [before, after]: [T, T],
  { text = String, companies = [] }: { text?: (value: T) => string; companies?: string[] } = {},
): Change[] {
  return before === after ? [] : [change(`${what} ${text(before)} → ${text(after)}`, companies)]
}

/** What of two lists stands in one of them only. */
export function difference<T>(before: Iterable<T>, after: Iterable<T>): { added: T[]; removed: T[] } {
  const [old, now] = [new Set(before), new Set(after)]
  return { added: [...now].filter((one) => !old.has(one)), removed: [...old].filter((one) => !now.has(one)) }
}

/** `, `-joined, for lists in a sentence; a word for an empty one. */
export function listed(entries: Iterable<string>, none = 'nobody'): string {
  const all = [...entries]
  return all.length === 0 ? none : all.join(', ')
}

export function companiesOfKinds(policy: Policy, kinds: Iterable<CompanyKind>): string[] {
  const meant = new Set(kinds)
  return [...policy.companies.values()].filter(({ kind }) => meant.has(kind)).map(({ id }) => id)
}
