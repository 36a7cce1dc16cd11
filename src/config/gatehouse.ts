import type { Language } from '../domain/language.ts'
import { addressesFrom } from './addresses.ts'
import { identityFaults } from './app-identity.ts'
import { appFaults, appFrom } from './apps.ts'
import { deliveryFaults, deliveryFrom } from './delivery.ts'
import type { Fault } from './fault.ts'
import { DEMO_PORTAL } from './app-schema.ts'
import type { GatehouseFile } from './gatehouse-schema.ts'
import { innerNameFaults } from './inner-name.ts'
import { readSecret } from './secrets.ts'
import { seedAccountFaults, seedAccountFrom } from './seed-accounts.ts'
import type { Help, Settings } from './settings.ts'
import type { Shape } from './shape.ts'
import { storeFaults, storesFrom } from './stores.ts'
import { upstreamTlsFaults } from './upstream-tls.ts'

/** What the process was started with. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  dataDir: string
  /** Overrides the port that `listen` names. */
  port: number | undefined
}

/** What `gatehouse.yaml` says that cannot be, beyond its shape. `companyIds` is null when policy could not be read. */
export function gatehouseFaults(
  { source, sound }: Shape<GatehouseFile>,
  companyIds: string[] | null,
  start: Surroundings,
): Fault[] {
  const { knownHosts } = addressesFrom(sound, start.port)
  const hostnames = [...knownHosts].map((host) => host.replace(/:\d+$/, ''))
  return [
    ...appFaults(source, sound.apps ?? [], hostnames, companyIds),
    ...innerNameFaults(source, sound.apps ?? [], knownHosts),
    ...identityFaults(source, sound.apps ?? [], start),
    ...upstreamTlsFaults(source, sound.apps ?? [], start),
    ...secretFaults({ source, sound }, start),
    ...storeFaults(source, sound.stores ?? {}, start),
    ...deliveryFaults(source, sound.delivery ?? {}, start),
    ...sessionFaults({ source, sound }),
    ...seedAccountFaults(source, sound.seed_accounts ?? [], sound.portal?.name ?? '', companyIds),
  ]
}

function secretFaults({ source, sound }: Pick<Shape<GatehouseFile>, 'source' | 'sound'>, start: Surroundings): Fault[] {
  return (sound.secrets ?? []).flatMap((entry, index) => {
    if (entry === undefined) return []
    const read = readSecret(entry, { ...start, create: false })
    return 'fault' in read ? source.fault(['secrets', index], read.fault) : []
  })
}

function sessionFaults({ source, sound }: Pick<Shape<GatehouseFile>, 'source' | 'sound'>): Fault[] {
  const { idle = 0, absolute = Infinity } = sound.session ?? {}
  return idle <= absolute
    ? []
    : [source.fault(['session', 'idle'], 'idle is longer than absolute: write a shorter one')]
}

/** Who reads a language in which nothing was written gets the default one's text, or else the first. */
function helpFrom({ portal: { help }, default_language: otherwise }: GatehouseFile): Help {
  if (help === undefined) return null
  const textIn = (language: Language): string => {
    if (typeof help === 'string') return help
    return help[language] ?? help[otherwise] ?? Object.values(help)[0] ?? ''
  }
  return { en: textIn('en'), de: textIn('de'), fr: textIn('fr'), es: textIn('es') }
}

/** The settings that a file without faults gives, with its secrets and theme as they were read. */
export function settingsFrom(
  file: GatehouseFile,
  { secrets, theme }: Pick<Settings, 'secrets' | 'theme'>,
  start: Surroundings,
): Settings {
  return {
    ...addressesFrom(file, start.port),
    metrics: file.metrics?.listen ?? null,
    stopWithinMs: file.stop_within,
    portal: { name: file.portal.name, help: helpFrom(file) },
    defaultLanguage: file.default_language,
    theme,
    secrets,
    stores: storesFrom(file.stores, start),
    believedProxies: file.believed_proxies,
    audit: { retentionMs: file.audit.retention ?? null },
    session: {
      idleMs: file.session.idle,
      absoluteMs: file.session.absolute,
      waitingMs: file.session.waiting,
      freshProofMs: file.session.fresh_proof,
    },
    signUp: {
      linkLifeMs: file.sign_up.link_life,
      linksPerAccountPerDay: file.sign_up.links_per_account_per_day,
      linksPerCompanyPerDay: file.sign_up.links_per_company_per_day,
      peoplePerAdminPerHour: file.sign_up.people_per_admin_per_hour,
      peoplePerCompanyPerDay: file.sign_up.people_per_company_per_day,
      takenPerAdminPerHour: file.sign_up.taken_per_admin_per_hour,
      takenPerCompanyPerDay: file.sign_up.taken_per_company_per_day,
    },
    notices: {
      mailsPerAccountPerDay: file.notices.mails_per_account_per_day,
      textsPerAccountPerDay: file.notices.texts_per_account_per_day,
      textsPerNumberPerDay: file.notices.texts_per_number_per_day,
    },
    codes: {
      digits: file.codes.digits,
      lifeMs: file.codes.life,
      tries: file.codes.tries,
      cooldownMs: file.codes.resend_after,
      refusedPerAccountPerHour: file.codes.refused_per_account_per_hour,
      perNumberPerHour: file.codes.per_number_per_hour,
      perAccountPerDay: file.codes.per_account_per_day,
      lookupsPerAccountPerHour: file.codes.lookups_per_account_per_hour,
      perAddressPerHour: file.codes.per_address_per_hour,
      perPrefixPerHour: file.codes.per_prefix_per_hour,
      perCompanyPerHour: file.codes.per_company_per_hour,
      perCountryPerDay: file.codes.per_country_per_day ?? null,
      perDay: file.codes.per_day,
    },
    forwardAuth: file.forward_auth ?? null,
    connectionsPerAddress: file.limits.connections_per_address,
    delivery: deliveryFrom(file.delivery, start),
    apps: file.apps.map((app) => appFrom(app, start)),
    seedAccounts: file.seed_accounts.map(seedAccountFrom),
    usesDemoPortal: file.apps.some(({ upstream }) => upstream === DEMO_PORTAL),
  }
}
