import type { EpochMs } from '../domain/account.ts'
import type { Company, CompanyKind, TrustedNetwork } from '../domain/company.ts'
import type { Policy } from '../domain/policy.ts'
import { type Change, change, changedValue, companiesOfKinds, difference } from './change.ts'
import { durationText } from './duration.ts'

/** What another policy changes. Lines and order are no matter. */
export function policyChanges(before: Policy, after: Policy): Change[] {
  return [
    ...companyListChanges(before, after),
    ...[...after.companies.values()].flatMap((company) => {
      const former = before.companies.get(company.id)
      return former === undefined ? [] : companyChanges(former, company, [before, after])
    }),
    ...mandateChanges(before, after),
    ...reminderChanges(before, after),
    ...reliefChanges(before, after),
  ]
}

function companyListChanges(before: Policy, after: Policy): Change[] {
  const { added, removed } = difference(before.companies.keys(), after.companies.keys())
  return [
    ...added.map((id) => change(`company ${nameIn(after, id)} added (${belonging(after, id)})`, [id])),
    ...removed.map((id) =>
      change(`company ${nameIn(before, id)} removed: nobody there can sign in, and their sessions end`, [id]),
    ),
  ]
}

function companyChanges(before: Company, after: Company, [formerly, now]: [Policy, Policy]): Change[] {
  const concerns = { companies: [after.id] }
  const partner = (policy: Policy, { partnerId }: Company) => (partnerId === null ? 'none' : nameIn(policy, partnerId))
  return [
    ...(before.name === after.name ? [] : [change(`${before.name} is called ${after.name}`, [after.id])]),
    ...changedValue(`${after.name}: kind`, [before.kind, after.kind], concerns),
    // By its key: a partner that is only called otherwise is the same one.
    ...(before.partnerId === after.partnerId
      ? []
      : changedValue(`${after.name}: partner`, [partner(formerly, before), partner(now, after)], concerns)),
    ...compulsionChanges(before, after),
    ...networkChanges(before, after),
  ]
}

function compulsionChanges(before: Company, after: Company): Change[] {
  if (before.requireTwoFactor === after.requireTwoFactor) return []
  const says = after.requireTwoFactor
    ? `${after.name}: second factor compulsory from now on, and for good`
    : `${after.name}: require_two_factor withdrawn, which changes nothing: the second factor stays compulsory`
  return [change(says, [after.id])]
}

function networkChanges(before: Company, after: Company): Change[] {
  const byName = ({ trustedNetworks }: Company) => new Map(trustedNetworks.map((network) => [network.name, network]))
  const [old, now] = [byName(before), byName(after)]
  const { added, removed } = difference(old.keys(), now.keys())
  const concerned = (says: string) => change(`${after.name}: ${says}`, [after.id])
  return [
    ...added.map((name) => concerned(`trusted network ${name} added`)),
    ...removed.map((name) => concerned(`trusted network ${name} removed`)),
    ...[...now].flatMap(([name, network]) => {
      const former = old.get(name)
      return former === undefined ? [] : rangeChanges(former, network).map(concerned)
    }),
  ]
}

function rangeChanges(before: TrustedNetwork, after: TrustedNetwork): string[] {
  const { added, removed } = difference(before.ranges, after.ranges)
  return [
    ...added.map((range) => `range ${range} added to ${after.name}`),
    ...removed.map((range) => `range ${range} removed from ${after.name}`),
  ]
}

function mandateChanges(before: Policy, after: Policy): Change[] {
  const dates = (policy: Policy) => new Map(policy.kindMandates.map(({ kind, from }) => [kind, from]))
  const [old, now] = [dates(before), dates(after)]
  return KINDS.flatMap((kind) => {
    const [former, from] = [old.get(kind), now.get(kind)]
    if (former === from) return []
    const concerned = companiesOfKinds(after, [kind])
    const mandate = `mandate for ${kind} companies`
    if (from === undefined) {
      return change(`${mandate} from ${day(former ?? 0)} removed; where it is in force it stays`, concerned)
    }
    return former === undefined
      ? change(`${mandate} from ${day(from)} added`, concerned)
      : changedValue(`${mandate} from`, [former, from], { text: day, companies: concerned })
  })
}

function reminderChanges({ reminder: before }: Policy, after: Policy): Change[] {
  const { reminder: now } = after
  const { added, removed } = difference(before.offeredTo, now.offeredTo)
  const offered = companiesOfKinds(after, now.offeredTo)
  return [
    ...added.map((kind) => change(`reminder offered to ${kind} companies`, companiesOfKinds(after, [kind]))),
    ...removed.map((kind) =>
      change(`reminder no longer offered to ${kind} companies`, companiesOfKinds(after, [kind])),
    ),
    ...changedValue('reminder lasts', [before.lastsMs, now.lastsMs], { text: durationText, companies: offered }),
  ]
}

function reliefChanges({ trustedNetworkRelief: before }: Policy, after: Policy): Change[] {
  const now = after.trustedNetworkRelief
  const companies = [...after.companies.values()].flatMap(({ id, trustedNetworks }) =>
    trustedNetworks.length > 0 ? [id] : [],
  )
  const switched = (was: boolean, is: boolean, on: string, off: string) =>
    was === is ? [] : [change(is ? on : off, companies)]
  return [
    ...switched(
      before.enabled,
      now.enabled,
      'trusted networks relieve people of challenges',
      'trusted networks no longer relieve anybody: a challenge at every sign-in',
    ),
    ...changedValue('challenge on trusted networks every', [before.challengeEveryMs, now.challengeEveryMs], {
      text: durationText,
      companies,
    }),
    ...switched(
      before.bindToBrowser,
      now.bindToBrowser,
      'relief on trusted networks bound to the browser',
      'relief on trusted networks no longer bound to the browser',
    ),
  ]
}

const KINDS: CompanyKind[] = ['partner', 'client', 'direct']

function nameIn(policy: Policy, id: string): string {
  return policy.companies.get(id)?.name ?? id
}

function belonging(policy: Policy, id: string): string {
  const company = policy.companies.get(id)
  return company?.partnerId == null ? (company?.kind ?? '') : `client of ${nameIn(policy, company.partnerId)}`
}

/** As it is written in the file: a day alone means 00:00 UTC. */
function day(at: EpochMs): string {
  return new Date(at).toISOString().replace(/T00:00:00\.000Z$/, '')
}
