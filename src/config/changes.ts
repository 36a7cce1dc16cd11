import { isDeepStrictEqual } from 'node:util'
import type { Role } from '../domain/account.ts'
import { type App, mayEnter } from '../domain/app.ts'
import type { Company } from '../domain/company.ts'
import type { Policy } from '../domain/policy.ts'
import { knownHostsOf } from './addresses.ts'
import { type Change, change, changedValue, difference, listed } from './change.ts'
import { durationText } from './duration.ts'
import { policyChanges } from './policy-changes.ts'
import type { Configuration, DeliverySettings, Help, Settings } from './settings.ts'
import { valueChanges } from './value-changes.ts'

/** What another configuration changes against the one in force, as sentences for the operator. */
export function changesBetween(before: Configuration, after: Configuration): Change[] {
  const [old, now] = [before.settings, after.settings]
  return [
    ...restartChanges(old, now),
    ...changedValue('portal name', [old.portal.name, now.portal.name]),
    ...changedValue('portal help', [helpText(old.portal.help), helpText(now.portal.help)]),
    ...changedValue('default language', [old.defaultLanguage, now.defaultLanguage]),
    ...secretChanges(old.secrets, now.secrets),
    ...listChanges('believed proxy', old.believedProxies, now.believedProxies),
    ...changedValue('audit retention', [old.audit.retentionMs, now.audit.retentionMs], {
      text: (ms) => (ms === null ? 'for good' : durationText(ms)),
    }),
    ...valueChanges('session', old, now),
    ...valueChanges('signUp', old, now),
    ...valueChanges('notices', old, now),
    ...valueChanges('codes', old, now),
    ...changedValue('connections per address', [old.connectionsPerAddress, now.connectionsPerAddress]),
    ...(isDeepStrictEqual(old.forwardAuth, now.forwardAuth) ? [] : [change('forward_auth changed')]),
    ...deliveryChanges(old.delivery, now.delivery),
    ...changedValue('stop within', [old.stopWithinMs, now.stopWithinMs], { text: durationText }),
    ...appChanges(before, after),
    ...seedChanges(old, now),
    ...otherChanges(old, now),
    ...policyChanges(before.policy, after.policy),
  ]
}

/** What of a configuration can come into force in a running process: its addresses and stores stay as they are. */
export function withoutRestart(inForce: Configuration, next: Configuration): Configuration {
  const { listen, publicUrl, stores, metrics } = inForce.settings
  const appHosts = next.settings.apps.flatMap(({ host }) => host ?? [])
  const knownHosts = knownHostsOf(publicUrl, appHosts)
  return { ...next, settings: { ...next.settings, listen, publicUrl, stores, metrics, knownHosts } }
}

/** Cookies hang on the public address, and everything on the stores. Their URLs may hold passwords. */
function restartChanges(old: Settings, now: Settings): Change[] {
  const address = (of: Settings['metrics']) => (of === null ? 'nowhere' : `${of.host}:${of.port}`)
  const directoryMoved = !isDeepStrictEqual(old.stores.directory, now.stores.directory)
  const sessionsMoved = !isDeepStrictEqual(old.stores.sessions, now.stores.sessions)
  return [
    ...changedValue('listen', [address(old.listen), address(now.listen)]),
    ...changedValue('metrics at', [address(old.metrics), address(now.metrics)]),
    ...changedValue('public_url', [old.publicUrl.origin, now.publicUrl.origin]),
    ...(directoryMoved ? [change('stores: directory changed')] : []),
    ...(sessionsMoved ? [change('stores: sessions changed')] : []),
  ].map((one) => ({ ...one, says: `${one.says}: needs a restart`, needsRestart: true }))
}

/** Each text once, however many languages it is for. */
function helpText(help: Help): string {
  return help === null ? 'none' : [...new Set(Object.values(help))].join(' / ')
}

function secretChanges(before: string[], after: string[]): Change[] {
  const { added, removed } = difference(before, after)
  return [
    ...added.map(() => change('a secret added')),
    ...removed.map(() => change('a secret removed: what it signed or sealed is worth nothing now')),
    ...(before[0] === after[0] ? [] : [change('another secret signs and seals from now on')]),
  ]
}

function listChanges(what: string, before: string[], after: string[]): Change[] {
  const { added, removed } = difference(before, after)
  return [
    ...added.map((one) => change(`${what} ${one} added`)),
    ...removed.map((one) => change(`${what} ${one} removed`)),
  ]
}

/** Accounts of vendors, URLs and credentials: that they changed, and nothing of what they are. */
function deliveryChanges(before: DeliverySettings, after: DeliverySettings): Change[] {
  const order = (list: string[] | undefined) => listed(list ?? [], 'outbox')
  const [oldChannels, nowChannels] = [before.channels, after.channels]
  return [
    ...namedChanges('carrier', before.carriers, after.carriers, () => ['settings']),
    ...changedValue('delivery: texts by', [order(oldChannels?.sms), order(nowChannels?.sms)]),
    ...changedValue('delivery: calls by', [order(oldChannels?.call), order(nowChannels?.call)]),
    ...changedValue('delivery: line type by', [before.lineType, after.lineType]),
    ...(isDeepStrictEqual(before.twilio, after.twilio) ? [] : [change('delivery: Twilio account changed')]),
    ...(isDeepStrictEqual(before.smtp, after.smtp) ? [] : [change('delivery: mail server changed')]),
  ]
}

function appChanges(before: Configuration, after: Configuration): Change[] {
  const [old, now] = [before.settings.apps, after.settings.apps]
  const formerly = new Map(old.map((app) => [app.name, app]))
  return [
    ...namedChanges('app', old, now, changedParts),
    ...now.flatMap((app) => {
      const former = formerly.get(app.name)
      if (former === undefined || isDeepStrictEqual(former.allow, app.allow)) return []
      return [change(`app ${app.name}: who may enter changed`, concernedBy(former, app, after.policy))]
    }),
  ]
}

function changedParts(before: App, after: App): string[] {
  const parts: [string, unknown, unknown][] = [
    ['host', before.host, after.host],
    ['path', before.path, after.path],
    ['upstream', before.upstream, after.upstream],
    ['inner name', before.inner, after.inner],
    ['public paths', before.publicPaths, after.publicPaths],
    ['WebSocket origins', before.webSocketOrigins, after.webSocketOrigins],
    ['identity', before.identity, after.identity],
    ['certificates', before.tls, after.tls],
    ['timeouts', before.timeouts, after.timeouts],
    ['concurrency', before.concurrency, after.concurrency],
  ]
  return parts.filter(([, old, now]) => !isDeepStrictEqual(old, now)).map(([name]) => name)
}

/** Companies in which somebody may enter now who could not before, or the other way round. */
function concernedBy(before: App, after: App, policy: Policy): string[] {
  const roles: Role[] = ['admin', 'member']
  const differs = (company: Company) =>
    roles.some((role) => mayEnter(before, { role }, company) !== mayEnter(after, { role }, company))
  return [...policy.companies.values()].filter(differs).map(({ id }) => id)
}

function namedChanges<T extends { name: string }>(
  what: string,
  before: T[],
  after: T[],
  changed: (before: T, after: T) => string[],
): Change[] {
  const formerly = new Map(before.map((one) => [one.name, one]))
  const { added, removed } = difference(
    formerly.keys(),
    after.map(({ name }) => name),
  )
  return [
    ...added.map((name) => change(`${what} ${name} added`)),
    ...removed.map((name) => change(`${what} ${name} removed`)),
    ...after.flatMap((one) => {
      const former = formerly.get(one.name)
      if (former === undefined || isDeepStrictEqual(former, one)) return []
      return changed(former, one).map((part) => change(`${what} ${one.name}: ${part} changed`))
    }),
  ]
}

function seedChanges({ seedAccounts: before }: Settings, { seedAccounts: after }: Settings): Change[] {
  const names = (seeds: Settings['seedAccounts']) => seeds.map(({ username }) => username)
  const { added, removed } = difference(names(before), names(after))
  return [
    ...added.map((username) => change(`seed account ${username} added`)),
    ...removed.map((username) => change(`seed account ${username} removed: the account itself stays`)),
  ]
}

/** What has sentences of its own above, or follows from what has. */
const TOLD = new Set<string>([
  'publicUrl',
  'listen',
  'metrics',
  'stopWithinMs',
  'knownHosts',
  'portal',
  'defaultLanguage',
  'secrets',
  'stores',
  'believedProxies',
  'audit',
  'forwardAuth',
  'connectionsPerAddress',
  'session',
  'codes',
  'signUp',
  'notices',
  'delivery',
  'apps',
  'seedAccounts',
  'usesDemoPortal',
] satisfies (keyof Settings)[])

/** A setting that somebody adds later is at least named. */
function otherChanges(before: Settings, after: Settings): Change[] {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after).flatMap(([name, value]: [string, unknown]) =>
    TOLD.has(name) || isDeepStrictEqual(old.get(name), value) ? [] : [change(`${name} changed`)],
  )
}
