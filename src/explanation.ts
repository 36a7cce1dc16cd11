import type { Logger } from 'pino'
import type { Configuration } from './config/settings.ts'
import { type Account, canonicalUsername, type EpochMs } from './domain/account.ts'
import type { App } from './domain/app.ts'
import type { Company } from './domain/company.ts'
import { decide } from './domain/decision.ts'
import { GatehouseError } from './domain/errors.ts'
import { innerTarget, namesOf } from './domain/inner-name.ts'
import { isGatewayPath } from './domain/path.ts'
import { whoMayEnter } from './domain/reason.ts'
import type { RuleName } from './domain/sign-in.ts'
import { originAt } from './http/arrival.ts'
import { canonicalAddress } from './http/client-address.ts'
import { targetOf } from './http/request-target.ts'
import { inEnglish } from './languages/index.ts'
import { isPublic, openRoutes } from './proxy/route.ts'
import { explainSignIn, type SignInAnswer } from './routes/sign-in-explanation.ts'
import { openDirectoryReader } from './stores/sql/directory-reader.ts'

/** What would happen if this account signed in from that address at that time, and then asked for that URL. */
export interface Question {
  username: string
  address: string
  at: EpochMs
  /** Whole, or a path at the public address. */
  url: string | null
}

export interface Explanation {
  account: Account
  /** Null when policy does not name it. */
  company: Company | null
  /** In its canonical spelling. */
  address: string
  at: EpochMs
  /** In English, like everything that operators read. */
  signIn: Omit<SignInAnswer, 'because' | 'supposing' | 'rules'> & {
    because: string
    supposing: string | null
    rules: { name: RuleName; finding: string }[]
  }
  url: UrlAnswer | null
}

/** What a URL leads to once the sign-in is complete. */
export interface UrlAnswer {
  url: string
  app: string | null
  decision: 'forward' | 'sign_in' | 'deny' | 'own_page' | 'refused'
  reason: string
  because: string
  /** The same by the app's inner name, where it has one and is asked; null otherwise. */
  inner: string | null
}

export interface Explainer {
  /** Null for an unknown account. Rejects with `bad_request` for what is no address. */
  explain(question: Question): Promise<Explanation | null>
  close(): Promise<void>
}

/**
 * Answers by the very functions that the gateway decides with, from the same directory, which it only reads: asking never
 * latches a mandate. Rejects with `store_unavailable` when the directory cannot be reached.
 */
export async function openExplainer(
  { settings, policy }: Configuration,
  parts: { dataDir: string; log: Logger },
): Promise<Explainer> {
  const directory = await openDirectoryReader(settings.stores.directory, parts)
  const { accounts, companies } = directory
  const routes = openRoutes(settings.apps)
  const sources = { settings, policy, accounts, latchOf: (company: Company) => companies.latch(company.id) }

  async function explain(question: Question): Promise<Explanation | null> {
    const address = canonicalAddress(question.address)
    if (address === null) throw new GatehouseError('bad_request', { kind: 'address_invalid' })
    const account = await accounts.findByUsername(canonicalUsername(question.username))
    if (account === undefined) return null
    const company = policy.companies.get(account.companyId)
    // A command line has no browser.
    const answer = await explainSignIn(sources, { account, company, address, browser: null, at: question.at })
    const { because, supposing, rules } = answer
    const signIn = {
      ...answer,
      because: inEnglish(because),
      supposing: supposing === null ? null : inEnglish(supposing),
      rules: rules.map(({ name, finding }) => ({ name, finding: inEnglish(finding) })),
    }
    const person = company === undefined || signIn.decision === 'refused' ? null : { account, company }
    return { account, company: company ?? null, address, at: question.at, signIn, url: urlAnswer(question.url, person) }
  }

  /** `person` is null when nobody can sign in to the account. */
  function urlAnswer(url: string | null, person: { account: Account; company: Company } | null): UrlAnswer | null {
    if (url === null) return null
    const { host, raw } = partsOf(url, settings.publicUrl.host)
    const answer = (app: App | null, decision: UrlAnswer['decision'], reason: string, because: string) => {
      return { url, app: app?.name ?? null, decision, reason, because, inner: null }
    }
    try {
      const target = targetOf(host, raw, settings.knownHosts)
      if (isGatewayPath(target.path))
        return answer(null, 'own_page', 'own_page', "This is one of the gateway's own pages.")
      const app = routes.resolve(target)
      const names = namesOf(app, originAt(settings.publicUrl, target))
      const path = innerTarget(target, names)
      const publicPath = app !== null && isPublic(app, target)
      const decision = decide({ app, publicPath, visitor: person === null ? null : { level: 'full', ...person } })
      const said = answer(app, whole(decision.kind), decision.reason, entryReason(decision.reason, app))
      if (names === null || decision.kind !== 'forward') return said
      return { ...said, inner: (names.inner.origin ?? names.outer.origin) + path }
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error
      return answer(null, 'refused', error.code, inEnglish(error.sentence))
    }
  }

  function entryReason(reason: ReturnType<typeof decide>['reason'], app: App | null): string {
    if (app === null || reason === 'no_app') return 'No app is at this address.'
    const named = (companyId: string) => policy.companies.get(companyId)?.name ?? companyId
    const allowed = whoMayEnter(app, named)
    if (reason === 'public_path') return `This path of ${app.name} is public: nobody needs to sign in.`
    return reason === 'no_session' ? `${app.name} needs a session: ${allowed}.` : `To ${app.name}, ${allowed}.`
  }

  return { explain, close: () => directory.close() }
}

/** A full session owes nothing any more. */
function whole(kind: ReturnType<typeof decide>['kind']): UrlAnswer['decision'] {
  if (kind === 'challenge' || kind === 'enroll') throw new Error(`a full session cannot owe a second factor: ${kind}`)
  return kind
}

/** Byte for byte, but for the fragment, which no browser sends. */
function partsOf(url: string, publicHost: string): { host: string; raw: string } {
  const [withoutFragment = ''] = url.split('#')
  const [, host, rest = ''] = /^https?:\/\/([^/?]*)(.*)$/is.exec(withoutFragment) ?? []
  if (host === undefined) return { host: publicHost, raw: withoutFragment }
  return { host, raw: rest.startsWith('/') ? rest : `/${rest}` }
}
