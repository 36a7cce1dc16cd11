import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import { decide, type Visitor } from '../domain/decision.ts'
import { GatehouseError } from '../domain/errors.ts'
import { isGatewayPath } from '../domain/path.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Assertions } from '../proxy/assertions.ts'
import { isFrom } from '../proxy/handshake.ts'
import type { HeaderRules } from '../proxy/headers.ts'
import { isPublic, type Routes } from '../proxy/route.ts'
import { originAt } from './arrival.ts'
import { askedAbout } from './asked-about.ts'
import { canonicalAddress, rangeTest } from './client-address.ts'
import type { FailureAnswer } from './failure-answer.ts'
import type { Ongoing } from './ongoing.ts'
import { isNavigation } from './problem.ts'
import { refusal } from './refusal.ts'
import { lineOf, openRequestLog } from './request-log.ts'
import { targetOf } from './request-target.ts'
import type { Found, SessionLookup } from './session-lookup.ts'
import { placeFor, type TurnAway } from './turn-away.ts'

export interface AuthzParts {
  settings: Pick<Settings, 'publicUrl' | 'knownHosts' | 'forwardAuth'>
  routes: Routes
  rules: Pick<HeaderRules, 'identity' | 'cookies'>
  assertions: Assertions
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
  const { settings, routes, rules, assertions, lookup, ongoing, fail, turnAway } = parts
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
    requestLog.whenDone(res, line)
    ongoing.follow(res, line)
    if (isGatewayPath(target.path)) throw new GatehouseError('forbidden', { kind: 'own_page_asked' })

    const app = routes.resolve(target)
    if (opensWebSocket(req) && !isFrom(req, [req.arrival.origin, ...(app?.webSocketOrigins ?? [])])) {
      throw new GatehouseError('cross_site', { kind: 'opened_by_another_site' })
    }
    const publicPath = app !== null && isPublic(app, target)
    const act = (found: Found | null): void | Promise<void> => {
      const visitor = found?.visitor ?? null
      const decision = decide({ app, publicPath, visitor })
      line.decision = decision.reason
      line.accountId = visitor?.account.id ?? null
      if (decision.kind === 'forward') {
        line.app = decision.app.name
        const tell = (assertion: string | null): void => pass(req, res, decision, assertion)
        const assertion = assertions.about(found, decision.app)
        return assertion instanceof Promise ? assertion.then(tell) : tell(assertion)
      }
      // nginx shows its own pages; the others show the answer as it is.
      if (proxy.by !== 'nginx') return turnAway(req, res, { target, decision, visitor })
      const place = isNavigation(req) ? placeFor(req, target, decision) : null
      if (place !== null) res.setHeader('X-Gatehouse-Location', place)
      fail(req, res, refusal(decision))
    }
    const found = publicPath ? null : lookup.find(req)
    return found instanceof Promise ? found.then(act) : act(found)
  }

  function pass(
    req: IncomingMessage,
    res: ServerResponse,
    { app, visitor }: { app: App; visitor: Visitor | null },
    assertion: string | null,
  ): void {
    const told = rules.identity({ app, visitor, assertion })
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
  if (identity.authorization !== null) empty('Authorization')
  return fields
}

/** nginx leaves `Upgrade` out of what it asks with; browsers send the key with every handshake, and with nothing else. */
function opensWebSocket({ headers }: IncomingMessage): boolean {
  return headers['sec-websocket-key'] !== undefined || /\bwebsocket\b/i.test(headers.upgrade ?? '')
}
