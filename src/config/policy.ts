import type { Company, KindMandate } from '../domain/company.ts'
import type { Policy } from '../domain/policy.ts'
import type { Fault } from './fault.ts'
import { isFaulty, type Lenient } from './lenient.ts'
import type { PolicyFile } from './policy-schema.ts'
import { isWide, WIDEST } from './range.ts'
import { repeated } from './repeated.ts'
import type { Shape } from './shape.ts'
import type { Path, Source } from './source.ts'
import { suggestion } from './suggestion.ts'

type Companies = Lenient<PolicyFile['companies']>
type CompanyEntry = Lenient<PolicyFile['companies'][string]>
type NetworkEntry = Lenient<PolicyFile['companies'][string]['trusted_networks'][number]>

/** What `policy.yaml` says that cannot be, beyond its shape. */
export function policyFaults({ source, sound }: Shape<PolicyFile>): Fault[] {
  const companies = sound.companies ?? {}
  const names = Object.entries(companies).map(([id, company]) => ({ id, name: company?.name }))
  // A company whose kind is faulty may be meant to be a partner: it is not called wrong a second time.
  const partners = Object.keys(companies).filter((key) => (companies[key]?.kind ?? 'partner') === 'partner')
  const kinds = (sound.mandates ?? []).map((mandate, index) => ({ index, name: mandate?.kind }))
  return [
    ...Object.entries(companies).flatMap(([id, company]) => [
      ...partnerFaults(source, id, company ?? {}, { companies, partners }),
      ...networkFaults(source, id, company ?? {}),
    ]),
    ...repeated(names).map(({ id, name }) =>
      source.fault(['companies', id, 'name'], `another company is called "${name}": give each a name of its own`),
    ),
    ...repeated(kinds).map(({ index, name }) =>
      source.fault(['mandates', index, 'kind'], `another mandate is for ${name} companies: keep the earlier date`),
    ),
  ]
}

function partnerFaults(
  source: Source,
  id: string,
  company: CompanyEntry,
  { companies, partners }: { companies: Companies; partners: string[] },
): Fault[] {
  const { kind, partner } = company
  const path = ['companies', id, 'partner']
  if (kind === undefined || isFaulty(company, 'partner')) return []
  if (kind !== 'client') {
    if (partner === undefined) return []
    return [source.fault(path, `only a client company has a partner, this is a ${kind} company: remove this`, 'key')]
  }
  if (partner === undefined) {
    const right = partners.length === 0 ? 'add one, and a company that is a partner' : `add "partner: ${partners[0]}"`
    return [source.fault(['companies', id], `a client company must name its partner: ${right}`, 'key')]
  }
  if (partners.includes(partner)) return []
  const wrong =
    partner in companies
      ? `"${partner}" is a ${companies[partner]?.kind} company, no partner`
      : `there is no company "${partner}"`
  return [source.fault(path, `${wrong}: ${suggestion(partner, partners)}`)]
}

function networkFaults(source: Source, id: string, company: CompanyEntry): Fault[] {
  const path = ['companies', id, 'trusted_networks']
  const networks = company.trusted_networks ?? []
  if (company.kind === 'client' && networks.length > 0) {
    const message = 'a client company has no trusted network, its people are challenged at every sign-in: remove this'
    return [source.fault(path, message, 'key')]
  }
  const names = networks.map((network, index) => ({ index, name: network?.name }))
  return [
    ...repeated(names).map(({ index, name }) => {
      const message = `another network of this company is called "${name}": give each a name of its own`
      return source.fault([...path, index, 'name'], message)
    }),
    ...networks.flatMap((network, index) => widthFaults(source, [...path, index, 'ranges'], network ?? {})),
  ]
}

/** A slip of a digit would trust a good part of the internet. */
function widthFaults(source: Source, path: Path, network: NetworkEntry): Fault[] {
  if (network.wide === true || isFaulty(network, 'wide')) return []
  return (network.ranges ?? []).flatMap((range, index) => {
    if (range === undefined || !isWide(range)) return []
    const widest = range.includes(':') ? WIDEST.ipv6 : WIDEST.ipv4
    const message = `"${range}" is wider than /${widest}: list the networks that are meant, or write "wide: true" beside "ranges"`
    return source.fault([...path, index], message)
  })
}

/** The policy that a file without faults gives. */
export function policyFrom(source: Source, file: PolicyFile): Policy {
  const companies = Object.entries(file.companies).map(([id, entry]) => companyFrom(source, id, entry))
  const kindMandates = file.mandates.map(({ kind, from }, index): KindMandate => ({
    kind,
    from: Date.parse(from),
    line: source.lineOf(['mandates', index]),
  }))
  return {
    companies: new Map(companies.map((company) => [company.id, company])),
    kindMandates,
    reminder: {
      offeredTo: new Set(file.reminder.offered_to),
      lastsMs: file.reminder.lasts,
      line: source.lineOf(['reminder']),
    },
    trustedNetworkRelief: {
      enabled: file.trusted_network_relief.enabled,
      challengeEveryMs: file.trusted_network_relief.challenge_every,
      bindToBrowser: file.trusted_network_relief.bind_to_browser,
      line: source.lineOf(['trusted_network_relief']),
    },
  }
}

function companyFrom(source: Source, id: string, entry: PolicyFile['companies'][string]): Company {
  const path = ['companies', id]
  return {
    id,
    name: entry.name,
    kind: entry.kind,
    partnerId: entry.partner ?? null,
    trustedNetworks: entry.trusted_networks.map(({ name, ranges }, index) => ({
      name,
      ranges,
      line: source.lineOf([...path, 'trusted_networks', index]),
    })),
    requireTwoFactor: entry.require_two_factor ?? false,
    line: source.lineOf(path),
    requireTwoFactorLine:
      entry.require_two_factor === undefined ? null : source.lineOf([...path, 'require_two_factor']),
  }
}
