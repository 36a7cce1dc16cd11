import { nameKey } from './account.ts'
import type { Company } from './company.ts'
import type { Policy } from './policy.ts'

/** Which of a partner's client companies are listed. */
export interface ClientsQuery {
  /** What the name holds, whatever its capitals; empty for all of them. */
  search: string
  /** Id of the last one of the page before; one that is not among them begins from the start. */
  after: string | null
  limit: number
}

/** The client companies of a partner by name, at most `limit` of them, and whether there are more behind. */
export function clientsOf(
  { companies }: Pick<Policy, 'companies'>,
  partnerId: string,
  { search, after, limit }: ClientsQuery,
): { clients: Company[]; more: boolean } {
  const wanted = nameKey(search)
  const found = [...companies.values()]
    .filter((company) => company.partnerId === partnerId && nameKey(company.name).includes(wanted))
    .map((company) => ({ company, key: nameKey(company.name) }))
    .toSorted((a, b) => (a.key === b.key ? compare(a.company.id, b.company.id) : compare(a.key, b.key)))
    .map(({ company }) => company)
  const from = found.findIndex(({ id }) => id === after) + 1
  return { clients: found.slice(from, from + limit), more: found.length > from + limit }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}
