import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientsOf } from '../../src/domain/clients.ts'
import type { Company, CompanyKind } from '../../src/domain/company.ts'

function company(id: string, name: string, partnerId: string | null): Company {
  const kind: CompanyKind = partnerId === null ? 'partner' : 'client'
  const lines = { line: 'policy.yaml:1', requireTwoFactorLine: null }
  return { id, name, kind, partnerId, trustedNetworks: [], requireTwoFactor: false, ...lines }
}

const companies = new Map(
  [
    company('northwind', 'Northwind IT', null),
    company('zeta', 'zeta', 'northwind'),
    company('b-alpha', 'Alpha', 'northwind'),
    company('a-alpha', 'ALPHA', 'northwind'),
    company('oberg', 'Öberg', 'northwind'),
    company('elsewhere', 'Alpha of somebody else', 'southwind'),
  ].map((one) => [one.id, one]),
)

function listed(search: string, after: string | null = null, limit = 10): string {
  const { clients, more } = clientsOf({ companies }, 'northwind', { search, after, limit })
  return clients.map(({ id }) => id).join(' ') + (more ? ' …' : '')
}

test('A31 · a partner’s own clients, by name whatever its capitals, each once, page by page', () => {
  assert.equal(listed(''), 'a-alpha b-alpha zeta oberg')
  assert.equal(listed('', null, 2), 'a-alpha b-alpha …')
  assert.equal(listed('', 'b-alpha', 2), 'zeta oberg')
  assert.equal(listed('', 'oberg', 2), '')
})

test('a search finds what the name holds; what is no client of this partner is no place to go on from', () => {
  assert.equal(listed('alpha'), 'a-alpha b-alpha')
  assert.equal(listed('ÖB'), 'oberg')
  assert.equal(listed('nobody'), '')
  assert.equal(listed('', 'elsewhere', 1), 'a-alpha …')
  assert.deepEqual(clientsOf({ companies }, 'zeta', { search: '', after: null, limit: 10 }).clients, [])
})
