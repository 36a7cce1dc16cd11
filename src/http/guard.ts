import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import { decide, decideOnSignIn, type Forward } from '../domain/decision.ts'
import { GatehouseError, unexpected } from '../domain/errors.ts'
import { innerTarget, namesOf } from '../domain/inner-name.ts'
import type { Clock } from '../domain/ports/clock.ts'
import { placeOfHandshake } from '../proxy/admission.ts'
import { handshakeFault } from '../proxy/handshake.ts'
import type { Forwarding } from '../proxy/headers.ts'
import { isPublic } from '../proxy/route.ts'
import type { Told } from '../proxy/told.ts'
import type { Tunnels } from '../proxy/tunnels.ts'
import type { Upgrade } from '../proxy/upgrade.ts'
import { type Arrival, originAt } from './arrival.ts'
import { clientAddress, rangeTest } from './client-address.ts'
import { languageOf } from './language.ts'
import type { Ongoing } from './ongoing.ts'
import { countUpstreamFault, Passage, type PassageParts } from './passage.ts'
import { writeRawAnswer, writeRawProblem } from './problem.ts'
import { refusal } from './refusal.ts'
import { lineOf, openRequestLog, type RequestLine, UNREAD } from './request-log.ts'
import { readTarget, type Target } from './request-target.ts'
import type { Found } from './session-lookup.ts'

export interface Guard {
  /** What is known of a request before anything is decided about it. Throws `bad_request` when the client has left. */
  arrival(req: IncomingMessage, target: Pick<Target, 'host'>): Arrival
  /** Decides about a request whose `arrival` is set and whose path is not the gateway's own, and acts on it. */
  handle(req: IncomingMessage, res: ServerResponse, target: Target): void
  /** The same for the server's `upgrade` event; reads target and arrival itself. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
}

export interface GuardParts extends Omit<PassageParts, 'protocol'> {
  settings: Pick<Settings, 'publicUrl' | 'knownHosts' | 'believedProxies' | 'defaultLanguage'>
  tunnels: Tunnels
  ongoing: Pick<Ongoing, 'follow' | 'endsConnections'>
  clock: Clock
  log: Logger
}

/** The gate in front of the apps (A1): what is not decided to be forwarded reaches none of them. */
export function openGuard(parts: GuardParts): Guard {
  const { settings, routes, rules, toldOf, admission, lookup, tunnels, ongoing, meter, clock, log } = parts
  const { protocol } = settings.publicUrl
  const passageParts = { ...parts, protocol }
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
    new Passage(passageParts, { req, res, target, line }).begin()
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
    const decideNow = async (): Promise<{ found: Found | null; decision: Forward }> => {
      const found = publicPath ? null : await lookup.find(req)
      const decision = decide({ app, publicPath, visitor: found?.visitor ?? null })
      if (decision.kind !== 'forward') throw refusal(decision)
      return { found, decision }
    }
    let { found, decision } = await decideNow()
    const place = placeOfHandshake(socket)
    const turn = admission.enter(decision.app, place)
    if (turn !== null) {
      await turn
      // Much may have changed since it began to wait.
      ;({ found, decision } = await decideNow())
    }

    line.app = decision.app.name
    line.accountId = found?.visitor.account.id ?? null
    const told = await toldOf(found, decision.app)
    const last = decideOnSignIn(decision, told.authorization)
    line.decision = last.reason
    if (last.kind !== 'forward') throw refusal(last)
    const { fields } = rules.request(req, forwarding(req, target, last, { names, ...told }))
    const { authorization } = told
    const { name } = decision.app
    const outcome: Upgrade['outcome'] = {
      tooSlow: (side) => meter.clientTooSlow(name, side),
      cutShort: (how) => meter.upstreamFailed(name, how),
    }
    const handshake = { req, socket, head, app: decision.app, asked: target.raw, path, names, fields, outcome }
    line.status = await tunnels.open({ ...handshake, found, authorization }).catch((error: unknown) => {
      if (error instanceof GatehouseError) countUpstreamFault(meter, { app: decision.app.name, decision: error.code })
      throw error
    })
    if (line.status === 101) place.leave()
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
