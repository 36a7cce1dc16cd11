import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../domain/app.ts'
import { decide, type Decision, decideOnSignIn, type Forward } from '../domain/decision.ts'
import { GatehouseError } from '../domain/errors.ts'
import { innerTarget, lacksSlash, type Names, namesOf } from '../domain/inner-name.ts'
import type { ClientSide, Meter, UpstreamFault } from '../domain/meter.ts'
import type { Admission } from '../proxy/admission.ts'
import type { Outcome, Upstreams } from '../proxy/forward.ts'
import type { Forwarding, HeaderRules } from '../proxy/headers.ts'
import { isPublic, type Routes } from '../proxy/route.ts'
import type { Told } from '../proxy/told.ts'
import type { Tunnels } from '../proxy/tunnels.ts'
import type { FailureAnswer } from './failure-answer.ts'
import type { Ongoing } from './ongoing.ts'
import type { TurnedAway } from './refusal.ts'
import type { RequestLine } from './request-log.ts'
import type { Target } from './request-target.ts'
import { addSlash } from './see-other.ts'
import type { Found, SessionLookup } from './session-lookup.ts'
import type { TurnAway } from './turn-away.ts'

export interface PassageParts {
  routes: Routes
  rules: Pick<HeaderRules, 'request'>
  toldOf: (found: Found | null, app: App) => Told | Promise<Told>
  admission: Admission
  lookup: Pick<SessionLookup, 'find'>
  upstreams: Pick<Upstreams, 'forward'>
  tunnels: Pick<Tunnels, 'hold'>
  ongoing: Pick<Ongoing, 'endsConnections'>
  meter: Pick<Meter, 'upstreamFailed' | 'clientTooSlow'>
  fail: FailureAnswer
  turnAway: TurnAway
  protocol: Forwarding['protocol']
}

/** What of the address is asked for. */
interface Asked {
  publicPath: boolean
  /** As the app gets it. */
  path: string
}

/** One request, whose `arrival` is set, on its way through the guard: from its target to what becomes of it. */
export class Passage implements Outcome {
  readonly #parts: PassageParts
  readonly #req: IncomingMessage
  readonly #res: ServerResponse
  readonly #target: Target
  /** Completed on the way. */
  readonly #line: RequestLine
  #app: App | null = null
  #names: Names | null = null
  #found: Found | null = null
  #authorization: string | null = null

  constructor(
    parts: PassageParts,
    request: { req: IncomingMessage; res: ServerResponse; target: Target; line: RequestLine },
  ) {
    this.#parts = parts
    this.#req = request.req
    this.#res = request.res
    this.#target = request.target
    this.#line = request.line
  }

  /** Waits only for what is not known yet: the session of most requests was read moments ago. */
  begin(): void {
    try {
      this.#app = this.#parts.routes.resolve(this.#target)
      this.#names = namesOf(this.#app, this.#req.arrival.origin)
      const publicPath = this.#app !== null && isPublic(this.#app, this.#target)
      // What no app may be asked for is refused, whoever asks.
      const path = innerTarget(this.#target, this.#names)
      const found = publicPath ? null : this.#parts.lookup.find(this.#req)
      if (found instanceof Promise) this.#orFail(found.then((session) => this.#act(session, { publicPath, path })))
      else this.#act(found, { publicPath, path })
    } catch (error) {
      this.failed(error)
    }
  }

  #act(found: Found | null, { publicPath, path }: Asked): void {
    const decision = this.#decide(found, publicPath)
    if (decision.kind !== 'forward') return this.#leadAway(decision)
    this.#line.app = decision.app.name
    if (this.#names !== null && lacksSlash(this.#target.path, this.#names)) return addSlash(this.#res, this.#target)
    const turn = this.#parts.admission.enter(decision.app, this.#res)
    if (turn === null) this.#tell(decision, path)
    else this.#orFail(turn.then(() => this.#goOn({ publicPath, path })))
  }

  #decide(found: Found | null, publicPath: boolean): Decision {
    this.#found = found
    const visitor = found?.visitor ?? null
    const decision = decide({ app: this.#app, publicPath, visitor })
    this.#line.decision = decision.reason
    this.#line.accountId = visitor?.account.id ?? null
    return decision
  }

  /** Whoever waited for their turn may have signed out meanwhile, or may enter no more. */
  async #goOn({ publicPath, path }: Asked): Promise<void> {
    const decision = this.#decide(publicPath ? null : await this.#parts.lookup.find(this.#req), publicPath)
    if (decision.kind === 'forward') this.#tell(decision, path)
    else this.#leadAway(decision)
  }

  #tell(decision: Forward, path: string): void {
    const told = this.#parts.toldOf(this.#found, decision.app)
    if (told instanceof Promise) this.#orFail(told.then((known) => this.#forward(decision, path, known)))
    else this.#forward(decision, path, told)
  }

  #forward(decision: Forward, path: string, told: Told): void {
    const last = decideOnSignIn(decision, told.authorization)
    if (last.kind !== 'forward') return this.#leadAway(last)
    const { rules, upstreams, protocol } = this.#parts
    const [req, res, names, { app, visitor }] = [this.#req, this.#res, this.#names, last]
    const { address: clientAddress, requestId } = req.arrival
    const { hostField } = this.#target
    const { assertion, authorization } = told
    this.#authorization = authorization
    const about = { hostField, clientAddress, protocol, requestId, app, visitor, names, assertion, authorization }
    upstreams.forward({ req, res, app, path, names, headers: rules.request(req, about), outcome: this })
  }

  #leadAway(decision: TurnedAway): void {
    this.#line.decision = decision.reason
    const about = { target: this.#target, decision, visitor: this.#found?.visitor ?? null, app: this.#app }
    const answering = this.#parts.turnAway(this.#req, this.#res, about)
    if (answering !== undefined) this.#orFail(answering)
  }

  #orFail(step: Promise<void>): void {
    step.catch((error: unknown) => this.failed(error))
  }

  failed(error: unknown): void {
    this.#line.decision = error instanceof GatehouseError ? error.code : 'internal'
    countUpstreamFault(this.#parts.meter, this.#line)
    this.#parts.fail(this.#req, this.#res, error)
  }

  goesOn(): void {
    if (this.#found === null || this.#app === null) return
    this.#parts.tunnels.hold(this.#res, { app: this.#app, found: this.#found, authorization: this.#authorization })
  }

  cutShort(fault: UpstreamFault): void {
    if (this.#app !== null) this.#parts.meter.upstreamFailed(this.#app.name, fault)
  }

  tooSlow(side: ClientSide): void {
    if (this.#app !== null) this.#parts.meter.clientTooSlow(this.#app.name, side)
  }

  credentialRefused(): boolean {
    const visitor = this.#found?.visitor
    if (this.#app === null || visitor === undefined || this.#app.identity.basic?.kind !== 'per_account') return false
    this.#leadAway({ kind: 'credential', reason: 'credential_refused', app: this.#app, visitor })
    return true
  }

  isLast(): boolean {
    return this.#parts.ongoing.endsConnections()
  }
}

const UPSTREAM_FAULTS: Record<string, UpstreamFault> = {
  upstream_unavailable: 'unavailable',
  upstream_timeout: 'timeout',
}

/** Counts a request that ended without a whole answer, where that is the app's doing. */
export function countUpstreamFault(
  meter: Pick<Meter, 'upstreamFailed'>,
  { app, decision }: Pick<RequestLine, 'app' | 'decision'>,
): void {
  const fault = UPSTREAM_FAULTS[decision]
  if (app !== null && fault !== undefined) meter.upstreamFailed(app, fault)
}
