import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Meter } from './domain/meter.ts'

/** What is read at the moment of asking. */
export interface Readings {
  requestsUnderWay(): number
  /** Of each app that was asked. */
  appLoad(): { app: string; inFlight: number; waiting: number }[]
  openWebSockets(): number
  passwordsWaiting(): number
  mandatesLatched(): number
  revocationsHeard(): boolean
  stores(): Promise<Record<string, 'up' | 'down'>>
  configuration(): ConfigurationStatus
  /** Which part of the budget of codes of the day is used. */
  codesBudgetUsed(): Promise<number>
}

/** What the configuration files are to the running gateway. */
export interface ConfigurationStatus {
  /** `faulty` while what stands in the files cannot be put in force; what they said before stays. */
  readonly state: 'in_force' | 'faulty'
  /** When the configuration in force was put in force, in milliseconds since 1970. */
  readonly inForceSince: number
}

export interface Metrics extends Meter {
  /** Everything as Prometheus reads it. */
  scrape(): Promise<{ contentType: string; text: string }>
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/**
 * The figures of one gateway, in a registry of its own. Labels are names from the configuration and words of the code:
 * no person's name, number or address is ever in them, and nothing that a client sends.
 */
export function openMetrics(readings: Readings): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = openCounters(registry)
  openGauges(registry, readings)
  return {
    ...counters,
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

function openCounters(registry: Registry): Meter {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `gatehouse_${name}`, help, labelNames, registers: [registry] })

  const requests = counter(
    'requests_total',
    'Requests by app, decision and class of status; "broken_off" when the answer did not go out whole.',
    ['app', 'decision', 'status'],
  )
  const durations = new Histogram({
    name: 'gatehouse_request_duration_seconds',
    help: 'Time from the head of a request to the last byte of its answer, by app. Event streams last as long as they are open.',
    labelNames: ['app'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  })
  const connectionsRefused = counter(
    'connections_refused_total',
    'Connections of client addresses that held too many.',
    [],
  )
  const slowClients = counter(
    'slow_clients_total',
    'Requests that were ended because their client sent the body, or took the answer, too slowly.',
    ['app', 'side'],
  )
  const brokenRequests = counter(
    'broken_requests_total',
    'Heads that were refused before anything was decided, by status: 408 too slow, 431 too large, 400 no HTTP.',
    ['status'],
  )
  const upstreamErrors = counter('upstream_errors_total', 'Requests to which an app gave no whole answer, by kind.', [
    'app',
    'kind',
  ])
  const sessionReads = counter(
    'session_reads_total',
    'Sessions that the guard took from memory, or read from the stores.',
    ['from'],
  )
  const signIns = counter(
    'sign_ins_total',
    'Passwords that were given, by outcome; "too_many_tries" once for each wait.',
    ['outcome'],
  )
  const challenges = counter('challenges_total', 'Answers to a challenge, by factor and outcome.', [
    'factor',
    'outcome',
  ])
  const enrollments = counter('enrollments_total', 'Attempts to prove a new factor, by factor and outcome.', [
    'factor',
    'outcome',
  ])
  const codes = counter(
    'codes_total',
    'Codes given to a carrier, by channel, carrier and outcome; as channel "lookup", line types that could not be told.',
    ['channel', 'carrier', 'outcome'],
  )
  const codesRefused = counter('codes_refused_total', 'Codes that were not sent, by the limit that forbade it.', [
    'limit',
  ])
  const notices = counter('notices_total', 'What people were told of their accounts, by notice, channel and outcome.', [
    'notice',
    'channel',
    'outcome',
  ])

  return {
    request({ app, decision, status, ms }) {
      requests.inc({ app, decision, status: status === null ? 'broken_off' : `${Math.floor(status / 100)}xx` })
      durations.observe({ app }, ms / 1000)
    },
    upstreamFailed: (app, kind) => upstreamErrors.inc({ app, kind }),
    clientTooSlow: (app, side) => slowClients.inc({ app, side }),
    requestBroken: (status) => brokenRequests.inc({ status: String(status) }),
    connectionRefused: () => connectionsRefused.inc(),
    sessionRead: (from) => sessionReads.inc({ from }),
    audited({ event, outcome, reason }) {
      const words = (reason ?? '').split(':')
      const [first = '', second = '', third = ''] = words
      switch (event) {
        case 'sign_in':
          return signIns.inc({ outcome: outcome === 'success' ? 'right' : first })
        case 'challenge':
          return challenges.inc({ factor: first, outcome: outcome === 'success' ? 'passed' : second })
        case 'enrollment':
          return enrollments.inc({ factor: first, outcome: enrollmentOutcome(outcome, second) })
        case 'carrier_failed':
          return codes.inc({ channel: first, carrier: second, outcome: third })
        case 'notice_sent':
          return notices.inc({
            notice: first,
            channel: second,
            outcome: outcome === 'success' ? 'sent' : third || second,
          })
        case 'code_sent':
          if (outcome === 'success') codes.inc({ channel: second, carrier: third, outcome: 'sent' })
          if (outcome === 'refused') codesRefused.inc({ limit: first })
      }
    },
  }
}

function enrollmentOutcome(outcome: string, word: string): string {
  if (outcome === 'failure') return word
  return outcome === 'success' ? 'active' : 'refused'
}

function openGauges(registry: Registry, readings: Readings): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `gatehouse_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })

  gauge('requests_under_way', 'Requests whose answer is not out yet.', () => readings.requestsUnderWay())
  gauge('websockets_open', 'WebSockets that are open.', () => readings.openWebSockets())
  gauge('password_queue_length', 'Passwords that wait for their turn to be hashed.', () => readings.passwordsWaiting())
  gauge('mandates_latched', 'Companies whose second factor is compulsory for good.', () => readings.mandatesLatched())
  gauge(
    'revocation_channel_healthy',
    '1 while sign-outs of other processes are heard; at 0 no session is taken from memory.',
    () => Number(readings.revocationsHeard()),
  )
  gauge('configuration_faulty', '1 while the files are faulty and what they said before is in force.', () =>
    Number(readings.configuration().state === 'faulty'),
  )
  gauge(
    'configuration_in_force_since_timestamp_seconds',
    'When the configuration came into force.',
    () => readings.configuration().inForceSince / 1000,
  )
  const appLoad: Gauge<'app' | 'state'> = new Gauge({
    name: 'gatehouse_app_requests',
    help: 'Requests on their way to an app, and waiting for their turn; WebSockets that are open are not counted.',
    labelNames: ['app', 'state'],
    registers: [registry],
    collect() {
      for (const { app, inFlight, waiting } of readings.appLoad()) {
        appLoad.set({ app, state: 'in_flight' }, inFlight)
        appLoad.set({ app, state: 'waiting' }, waiting)
      }
    },
  })
  const budget: Gauge = new Gauge({
    name: 'gatehouse_codes_budget_used_ratio',
    help: 'Codes issued today (UTC), of those that may be; NaN while the directory cannot be reached.',
    registers: [registry],
    async collect() {
      budget.set(await readings.codesBudgetUsed().catch(() => Number.NaN))
    },
  })
  const stores: Gauge<'store'> = new Gauge({
    name: 'gatehouse_store_up',
    help: '1 while the store answers: directory (accounts, factors, mandates, audit trail), sessions.',
    labelNames: ['store'],
    registers: [registry],
    async collect() {
      for (const [store, state] of Object.entries(await readings.stores())) {
        stores.set({ store }, Number(state === 'up'))
      }
    },
  })
}
