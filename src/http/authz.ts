import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import { decide, decideOnSignIn, type Forward } from '../domain/decision.ts'
import { GatehouseError } from '../domain/errors.ts'
import { isGatewayPath } from '../domain/path.ts'
import type { Clock } from '../domain/ports/clock.ts'
import { isFrom } from '../proxy/handshake.ts'
import type { HeaderRules } from '../proxy/headers.ts'
import { isPublic, type Routes } from '../proxy/route.ts'
import type { Told } from '../proxy/told.ts'
import { originAt } from './arrival.ts'
import { askedAbout } from './asked-about.ts'
import { canonicalAddress, rangeTest } from './client-address.ts'
import type { FailureAnswer } from './failure-answer.ts'
import type { Ongoing } from './ongoing.ts'
import { refusal, type TurnedAway } from './refusal.ts'
import { lineOf, openRequestLog } from './request-log.ts'
import { targetOf } from './request-target.ts'
import type { Found, SessionLookup } from './session-lookup.ts'
import type { TurnAway } from './turn-away.ts'

export interface AuthzParts {
  settings: Pick<Settings, 'publicUrl' | 'knownHosts' | 'forwardAuth'>
  routes: Routes
  rules: Pick<HeaderRules, 'identity' | 'cookies'>
  /** Of each app, by its name: proxy/front-marks.ts. */
  marks: ReadonlyMap<string, string>
  toldOf: (found: Found | null, app: App) => Told | Promise<Told>
  lookup: Pick<SessionLookup, 'find'>
  ongoing: Pick<Ongoing, 'follow'>
  clock: Clock
  log: Logger
  fail: FailureAnswer
  turnAway: TurnAway
}

/**
 * Forward authentication: answers another proxy whether the request that it holds may pass, by the same `decide()` as the
 * guard. 200 with who is there in its headers, or what the client is to be shown. Only proxies that configuration lists
 * are answered; what they must never pass on by themselves is in docs/forward-auth.md.
 */
export function openAuthz(parts: AuthzParts): (req: IncomingMessage, res: ServerResponse) => void {
  const { settings, routes, rules, marks, toldOf, lookup, ongoing, fail, turnAway } = parts
  const requestLog = openRequestLog(parts.log, parts.clock)
  const proxy = settings.forwardAuth
  const mayAsk = rangeTest(proxy?.from ?? [])

  function answer(req: IncomingMessage, res: ServerResponse): void | Promise<void> {
    if (proxy === null || !mayAsk(canonicalAddress(req.socket.remoteAddress ?? '') ?? ''))
      throw new GatehouseError('forbidden', { kind: 'proxy_not_listed' })
    const asked = askedAbout(req, req.url ?? '', proxy.by)
    const target = targetOf(asked.hostField, asked.raw, settings.knownHosts)
    // From here on this is the request that is asked about.
    req.method = asked.method
    req.arrival = { ...req.arrival, origin: originAt(settings.publicUrl, target) }
    const line = lineOf(req, target)
    ongoing.follow(res, line, requestLog.request)
    if (isGatewayPath(target.path)) throw new GatehouseError('forbidden', { kind: 'own_page_asked' })

    const app = routes.resolve(target)
    if (asked.mark !== null && asked.mark !== (app && marks.get(app.name))) {
      line.decision = 'front_outdated'
      throw new GatehouseError('forbidden', { kind: 'front_outdated' })
    }
    if (opensWebSocket(req) && !isFrom(req, [req.arrival.origin, ...(app?.webSocketOrigins ?? [])])) {
      throw new GatehouseError('cross_site', { kind: 'opened_by_another_site' })
    }
    const publicPath = app !== null && isPublic(app, target)
    const act = (found: Found | null): void | Promise<void> => {
      const visitor = found?.visitor ?? null
      const leadAway = (away: TurnedAway): void => {
        line.decision = away.reason
        // nginx, which takes nothing but 401 and 403 for a no, has the gateway answer the request itself; the others show this.
        if (proxy.by === 'nginx') fail(req, res, refusal(away))
        else void turnAway(req, res, { target, decision: away, visitor, app })
      }
      const decision = decide({ app, publicPath, visitor })
      line.accountId = visitor?.account.id ?? null
      if (decision.kind !== 'forward') return leadAway(decision)
      line.decision = decision.reason
      line.app = decision.app.name
      const tell = (told: Told): void => {
        const last = decideOnSignIn(decision, told.authorization)
        if (last.kind === 'forward') pass(req, res, last, told)
        else leadAway(last)
      }
      const told = toldOf(found, decision.app)
      return told instanceof Promise ? told.then(tell) : tell(told)
    }
    const found = publicPath ? null : lookup.find(req)
    return found instanceof Promise ? found.then(act) : act(found)
  }

  function pass(
    req: IncomingMessage,
    res: ServerResponse,
    { app, visitor }: Pick<Forward, 'app' | 'visitor'>,
    unsaid: Told,
  ): void {
    const told = rules.identity({ app, visitor, ...unsaid })
    const cookies = rules.cookies(req.headers.cookie ?? '')
    const fields = [...told, ...emptied(app, told), 'X-Gatehouse-Cookie', cookies, 'Cache-Control', 'no-store']
    res.writeHead(200, [...fields, 'Content-Length', '0']).end()
  }

  return (req, res) => {
    try {
      const answered = answer(req, res)
      if (answered instanceof Promise) answered.catch((error: unknown) => fail(req, res, error))
    } catch (error) {
      fail(req, res, error)
    }
  }
}

/** What is not told is said to be nothing, so that a proxy puts it over whatever the client sent under that name. */
function emptied({ identity }: App, told: readonly string[]): string[] {
  const fields: string[] = []
  const empty = (name: string): void => {
    if (!told.includes(name)) fields.push(name, '')
  }
  for (const [name] of identity.headers) empty(name)
  empty('X-Gatehouse-Assertion')
  if (identity.basic !== null) empty('Authorization')
  return fields
}

/** nginx leaves `Upgrade` out of what it asks with; browsers send the key with every handshake, and with nothing else. */
function opensWebSocket({ headers }: IncomingMessage): boolean {
  return headers['sec-websocket-key'] !== undefined || /\bwebsocket\b/i.test(headers.upgrade ?? '')
}
