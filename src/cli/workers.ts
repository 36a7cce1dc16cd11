import cluster, { type Worker } from 'node:cluster'
import { systemClock } from '../clock.ts'
import type { Configuration } from '../config/settings.ts'
import type { Clock } from '../domain/ports/clock.ts'
import { greeting } from './greeting.ts'
import type { StartPortal } from './serve.ts'

/** A worker that lived no longer than this died at once. */
const DIED_AT_ONCE_MS = 10_000
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 30_000
/** While no worker listens, this many deaths in a row are enough. */
const GIVE_UP_AFTER = 3

/** What the primary tells its workers, through their environment. */
const PORTAL_URL = 'GATEHOUSE_DEMO_PORTAL'
const PLACE = 'GATEHOUSE_WORKER'

/** One of the places for workers. */
interface Place {
  worker: Worker | null
  listens: boolean
  /** How often in a row its worker died at once. */
  deaths: number
}

/** Runs the gateway in `count` workers, the demo portal and the greeting once. Answers the exit code. */
export async function serveWithWorkers(
  { settings }: Configuration,
  count: number,
  startDemoPortal: StartPortal,
): Promise<number> {
  const { directory, sessions } = settings.stores
  if (directory.kind === 'sqlite' || sessions.kind === 'embedded') {
    say(`The embedded store is for one process: leave --workers out, or name a Postgres and a Redis in gatehouse.yaml.`)
    return 2
  }
  const portal = settings.usesDemoPortal ? await startDemoPortal() : null
  try {
    return await runWorkers({
      count,
      portalUrl: portal?.url ?? null,
      clock: systemClock,
      onOpen: () => process.stdout.write(`${greeting(settings)}\n`),
    })
  } finally {
    await portal?.close()
  }
}

/** The portal that the primary started, for a worker. Rejects when it started none: a reload cannot add it. */
export const portalOfPrimary: StartPortal = async () => {
  const url = process.env[PORTAL_URL]
  if (url === undefined) throw new Error('the demo portal is started together with the workers: restart the gateway')
  return { url, close: () => Promise.resolve() }
}

/**
 * Where a worker has its metrics: on a port of its own, counted from the configured one, so that each is a target of its
 * own. On a shared port every scrape would reach another worker.
 */
export function ofThisWorker({ host, port }: { host: string; port: number }) {
  return { host, port: port + Number(process.env[PLACE] ?? 0), exclusive: true }
}

/** Whether this process prints what every worker would: the only one, or the first worker. */
export function speaksForAll(): boolean {
  return cluster.isPrimary || process.env[PLACE] === '0'
}

interface Crew {
  count: number
  portalUrl: string | null
  clock: Clock
  /** Called once, when all of them listen. */
  onOpen: () => void
}

/**
 * Keeps as many workers as asked for on one port until a signal ends them, or none can start. This process itself only
 * forks: it opens no store and reads no request.
 */
function runWorkers({ count, portalUrl, clock, onOpen }: Crew): Promise<number> {
  // Each worker takes connections off the shared socket itself. Handed out in turn (SCHED_RR) they pass through this process,
  // which keeps one for ever when the worker that it went to dies before it says that it has it: the client waits for nothing.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const { promise, resolve } = Promise.withResolvers<number>()
  const places = Array.from({ length: count }, (): Place => ({ worker: null, listens: false, deaths: 0 }))
  let oneStarted = false
  let isOpen = false
  let ending: NodeJS.Signals | null = null
  let exitCode = 0

  function start(place: Place): void {
    if (ending !== null) return
    const worker = cluster.fork({
      [PLACE]: places.indexOf(place),
      ...(portalUrl !== null && { [PORTAL_URL]: portalUrl }),
    })
    const startedAt = clock.now()
    place.worker = worker
    worker.once('listening', () => {
      place.listens = true
      if (!oneStarted) {
        oneStarted = true
        // It has shown that it can start, brought the schema up to date and made the accounts that are listed.
        for (const other of places.slice(1)) start(other)
      }
      if (isOpen || !places.every(({ listens }) => listens)) return
      isOpen = true
      onOpen()
    })
    worker.once('exit', (code: number | null, signal: string | null) => {
      place.worker = null
      place.listens = false
      if (ending !== null) return ended(code === 0 || signal === ending)
      if (!oneStarted) return resolve(code || 1)
      place.deaths = clock.now() - startedAt < DIED_AT_ONCE_MS ? place.deaths + 1 : 0
      if (place.deaths >= GIVE_UP_AFTER && !places.some(({ listens }) => listens)) {
        say('No worker can start: giving up.')
        exitCode = 1
        end('SIGTERM')
        return
      }
      const waitMs = place.deaths === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (place.deaths - 1), LONGEST_WAIT_MS)
      say(`Worker ${worker.process.pid} ended (${signal ?? code}); another takes its place in ${waitMs} ms.`)
      setTimeout(start, waitMs, place)
    })
  }

  function ended(well: boolean): void {
    if (!well) exitCode = 1
    if (places.every(({ worker }) => worker === null)) resolve(exitCode)
  }

  function pass(signal: NodeJS.Signals): void {
    for (const { worker } of places) worker?.process.kill(signal)
  }

  function end(signal: NodeJS.Signals): void {
    ending = signal
    pass(signal)
    if (places.every(({ worker }) => worker === null)) resolve(exitCode)
  }

  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('SIGHUP', pass)
  for (const first of places.slice(0, 1)) start(first)
  return promise
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
