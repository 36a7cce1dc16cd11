import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import { decide, decideOnSignIn, type Forward } from '../domain/decision.ts'
import { GatehouseError, unexpected } from '../domain/errors.ts'
import { innerTarget, lacksSlash, namesOf } from '../domain/inner-name.ts'
import type { ClientSide, Meter, UpstreamFault } from '../domain/meter.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Admission } from '../proxy/admission.ts'
import type { Upstreams } from '../proxy/forward.ts'
import { handshakeFault } from '../proxy/handshake.ts'
import type { Forwarding, HeaderRules } from '../proxy/headers.ts'
import { isPublic, type Routes } from '../proxy/route.ts'
import type { Told } from '../proxy/told.ts'
import type { Tunnels } from '../proxy/tunnels.ts'
import { type Arrival, originAt } from './arrival.ts'
import { clientAddress, rangeTest } from './client-address.ts'
import { languageOf } from './language.ts'
import type { FailureAnswer } from './failure-answer.ts'
import type { Ongoing } from './ongoing.ts'
import { writeRawAnswer, writeRawProblem } from './problem.ts'
import { refusal, type TurnedAway } from './refusal.ts'
import { lineOf, openRequestLog, type RequestLine, UNREAD } from './request-log.ts'
import { readTarget, type Target } from './request-target.ts'
import { addSlash } from './see-other.ts'
import type { Found, SessionLookup } from './session-lookup.ts'
import type { TurnAway } from './turn-away.ts'

export interface Guard {
  /** What is known of a request before anything is decided about it. Throws `bad_request` when the client has left. */
  arrival(req: IncomingMessage, target: Pick<Target, 'host'>): Arrival
  /** Decides about a request whose `arrival` is set and whose path is not the gateway's own, and acts on it. */
  handle(req: IncomingMessage, res: ServerResponse, target: Target): void
  /** The same for the server's `upgrade` event; reads target and arrival itself. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
}

export interface GuardParts {
  settings: Pick<Settings, 'publicUrl' | 'knownHosts' | 'believedProxies' | 'defaultLanguage'>
  routes: Routes
  rules: Pick<HeaderRules, 'request'>
  toldOf: (found: Found | null, app: App) => Told | Promise<Told>
  admission: Admission
  lookup: SessionLookup
  upstreams: Upstreams
  tunnels: Tunnels
  ongoing: Pick<Ongoing, 'follow' | 'endsConnections'>
  meter: Pick<Meter, 'upstreamFailed' | 'clientTooSlow'>
  clock: Clock
  log: Logger
  fail: FailureAnswer
  turnAway: TurnAway
}

/** The gate in front of the apps (A1): what is not decided to be forwarded reaches none of them. */
export function openGuard(parts: GuardParts): Guard {
  const {
    settings,
    routes,
    rules,
    toldOf,
    admission,
    lookup,
    upstreams,
    tunnels,
    ongoing,
    meter,
    clock,
    log,
    fail,
    turnAway,
  } = parts
  const { protocol } = settings.publicUrl
  const requestLog = openRequestLog(log, clock)
  const believesAnyone = settings.believedProxies.length > 0
  const isBelieved = rangeTest(settings.believedProxies)

  function arrival(req: IncomingMessage, target: Pick<Target, 'host'>): Arrival {
    const forwardedFor = believesAnyone ? [req.headers['x-forwarded-for'] ?? []].flat() : []
    const address = clientAddress(req.socket.remoteAddress, forwardedFor, isBelieved)
    return { requestId: randomUUID(), address, origin: originAt(settings.publicUrl, target) }
  }

  function handle(req: IncomingMessage, res: ServerResponse, target: Target): void {
    const line = lineOf(req, target)
    ongoing.follow(res, line, requestLog.request)
    const refuse = (error: unknown): void => {
      line.decision = error instanceof GatehouseError ? error.code : 'internal'
      countUpstreamFault(line)
      fail(req, res, error)
    }
    try {
      const app = routes.resolve(target)
      const names = namesOf(app, req.arrival.origin)
      const path = innerTarget(target, names)
      const publicPath = app !== null && isPublic(app, target)
      const act = (found: Found | null): void => {
        const visitor = found?.visitor ?? null
        const decision = decide({ app, publicPath, visitor })
        line.decision = decision.reason
        line.accountId = visitor?.account.id ?? null
        const leadAway = (away: TurnedAway): void => {
          line.decision = away.reason
          void turnAway(req, res, { target, decision: away, visitor, app })?.catch(refuse)
        }
        if (decision.kind !== 'forward') return leadAway(decision)
        line.app = decision.app.name
        if (names !== null && lacksSlash(target.path, names)) return addSlash(res, target)
        const { app: into } = decision
        const cutShort = (fault: UpstreamFault): void => meter.upstreamFailed(into.name, fault)
        const tooSlow = (side: ClientSide): void => meter.clientTooSlow(into.name, side)
        const goesOn = (): void => {
          if (found !== null) tunnels.hold(res, into, found)
        }
        const { endsConnections: isLast } = ongoing
        const credentialRefused =
          visitor === null || into.identity.basic?.kind !== 'per_account'
            ? null
            : (): void => leadAway({ kind: 'credential', reason: 'credential_refused', app: into, visitor })
        const forward = (told: Told): void => {
          const last = decideOnSignIn(decision, told.authorization)
          if (last.kind !== 'forward') return leadAway(last)
          const headers = rules.request(req, forwarding(req, target, last, { names, ...told }))
          const exchange = { req, res, app: into, path, names, headers, fail: refuse, isLast }
          upstreams.forward({ ...exchange, goesOn, cutShort, tooSlow, credentialRefused })
        }
        const go = (): void => {
          const told = toldOf(found, into)
          if (told instanceof Promise) told.then(forward).catch(refuse)
          else forward(told)
        }
        const turn = admission.enter(into, res)
        if (turn === null) go()
        else turn.then(go).catch(refuse)
      }
      const found = publicPath ? null : lookup.find(req)
      if (found instanceof Promise) found.then(act).catch(refuse)
      else act(found)
    } catch (error) {
      refuse(error)
    }
  }

  function countUpstreamFault({ app, decision }: Pick<RequestLine, 'app' | 'decision'>): void {
    const fault = UPSTREAM_FAULTS[decision]
    if (app !== null && fault !== undefined) meter.upstreamFailed(app, fault)
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A reset at any moment must find a listener, or it ends the process.
    socket.on('error', () => socket.destroy())
    const line = { ...UNREAD, requestId: randomUUID() }
    admit(req, socket, head, line).catch((thrown: unknown) => {
      const error = thrown instanceof GatehouseError ? thrown : unexpected(thrown)
      if (error.status >= 500)
        log.error({ requestId: line.requestId, code: error.code, err: error.cause }, 'upgrade failed')
      requestLog.upgrade({ ...line, decision: error.code, status: error.status })
      writeRawProblem(socket, error, { requestId: line.requestId, language: languageOf(req, settings) })
    })
  }

  async function admit(req: IncomingMessage, socket: Duplex, head: Buffer, line: RequestLine): Promise<void> {
    const target = readTarget(req, settings.knownHosts)
    req.arrival = arrival(req, target)
    Object.assign(line, lineOf(req, target))
    const app = routes.resolve(target)
    const fault = handshakeFault(req, [req.arrival.origin, ...(app?.webSocketOrigins ?? [])])
    if (fault?.kind === 'wrong_version') {
      return writeRawAnswer(socket, 426, { 'Sec-WebSocket-Version': '13', Upgrade: 'websocket' }, '')
    }
    if (fault !== null) throw fault.error

    const names = namesOf(app, req.arrival.origin)
    const path = innerTarget(target, names)
    const publicPath = app !== null && isPublic(app, target)
    const found = publicPath ? null : await lookup.find(req)
    const decision = decide({ app, publicPath, visitor: found?.visitor ?? null })
    if (decision.kind !== 'forward') throw refusal(decision)

    line.app = decision.app.name
    line.accountId = found?.visitor.account.id ?? null
    const told = await toldOf(found, decision.app)
    const last = decideOnSignIn(decision, told.authorization)
    line.decision = last.reason
    if (last.kind !== 'forward') throw refusal(last)
    const { fields } = rules.request(req, forwarding(req, target, last, { names, ...told }))
    const handshake = { req, socket, head, app: decision.app, asked: target.raw, path, names, fields, found }
    line.status = await tunnels.open(handshake).catch((error: unknown) => {
      if (error instanceof GatehouseError) countUpstreamFault({ app: decision.app.name, decision: error.code })
      throw error
    })
    requestLog.upgrade(line)
  }

  function forwarding(
    req: IncomingMessage,
    target: Target,
    { app, visitor }: Pick<Forward, 'app' | 'visitor'>,
    told: Pick<Forwarding, 'names'> & Told,
  ): Forwarding {
    const { address, requestId } = req.arrival
    return { hostField: target.hostField, clientAddress: address, protocol, requestId, app, visitor, ...told }
  }

  return { arrival, handle, upgrade }
}

const UPSTREAM_FAULTS: Record<string, UpstreamFault> = {
  upstream_unavailable: 'unavailable',
  upstream_timeout: 'timeout',
}
