import cluster from 'node:cluster'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import { systemClock } from '../clock.ts'
import { errorCode } from '../config/error-code.ts'
import { DEMO_PORTAL } from '../config/app-schema.ts'
import { filesToWatch, loadConfiguration } from '../config/load.ts'
import { openReloadRecord } from '../config/reload-status.ts'
import type { Configuration, Settings } from '../config/settings.ts'
import { contentOf } from '../config/watch.ts'
import type { Gateway, GatewayOptions } from '../gateway.ts'
import { openLog } from '../log.ts'
import { printFaults } from './check.ts'
import type { Options } from './options.ts'
import { endSignal } from './end.ts'
import { firstLine, storeFailure } from './failure.ts'
import { greeting } from './greeting.ts'
import { openReload, reloadOnChange } from './reload.ts'
import { ofThisWorker, portalOfPrimary, serveWithWorkers, speaksForAll } from './workers.ts'

interface Closable {
  close(): Promise<void>
}

/** Starts a portal to stand behind the gateway, on a free loopback port. */
export type StartPortal = () => Promise<Closable & { url: string }>

/** Runs the gateway, in this process or in `workers`, until a signal ends it. Answers the exit code. */
export async function serve(options: Options & { workers: number }, startDemoPortal: StartPortal): Promise<number> {
  const { configDir, dataDir, port, workers } = options
  const load = () => loadConfiguration(configDir, { env: process.env, dataDir, port, createSecrets: true })
  const record = openReloadRecord(systemClock)
  // Before they are read: what changes from here on is noticed.
  const known = await contentOf(filesToWatch(configDir))
  const loaded = load()
  if ('faults' in loaded) return printFaults(loaded.faults)
  if (workers > 1 && cluster.isPrimary) return serveWithWorkers(loaded.configuration, workers, startDemoPortal)
  const { listen, metrics } = loaded.configuration.settings
  const opened: Closable[] = []
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const withDemoPortal = openDemoPortal(cluster.isWorker ? portalOfPrimary : startDemoPortal, opened)
    const configuration = await withDemoPortal(loaded.configuration)
    // The log goes to stderr, so that stdout has nothing but what a person is meant to read.
    const { log } = openLog({ level: configuration.settings.usesDemoPortal ? 'warn' : 'info', dest: 2 })
    const gateway = await open(configuration, options, { log, reloads: record })
    opened.push(gateway)
    const { server, operations } = gateway
    const reload = openReload({
      gateway,
      load: async () => {
        const again = load()
        return 'faults' in again ? again : { configuration: await withDemoPortal(again.configuration) }
      },
      record,
      log,
      print: speaksForAll() ? print : () => {},
    })
    opened.push(reloadOnChange(configDir, { known, reload, log }))
    const ended = endSignal(systemClock)
    await listenOn(server, listen)
    if (operations !== null && metrics !== null) await listenOn(operations, ofThisWorker(metrics))
    if (cluster.isPrimary) print(greeting(configuration.settings))
    await ended
    const { stopWithinMs } = gateway.configuration().settings
    if (speaksForAll())
      print(`Stopping: what is under way has ${stopWithinMs / 1000} seconds. A second signal ends it at once.`)
    return 0
  } catch (error) {
    process.stderr.write(`${plainly(error, listen)}\n`)
    return 1
  } finally {
    // The gateway waits for its requests; what was opened last may still need what was opened before.
    for (const part of opened.toReversed()) await part.close()
  }
}

async function open(
  configuration: Configuration,
  { dataDir }: Options,
  { log, reloads }: Required<Pick<GatewayOptions, 'log' | 'reloads'>>,
): Promise<Gateway> {
  const { openGateway } = await import('../gateway.ts')
  return openGateway(configuration, {
    clock: systemClock,
    log,
    dataDir,
    outbox: { file: process.env['GATEHOUSE_OUTBOX'] ?? null, print },
    reloads,
  })
}

/** Starts the demo portal on a free port once an app asks for it, and puts its address in place of its name. */
function openDemoPortal(
  startDemoPortal: StartPortal,
  opened: Closable[],
): (configuration: Configuration) => Promise<Configuration> {
  let portal: (Closable & { url: string }) | null = null
  return async (configuration) => {
    const { settings } = configuration
    if (!settings.usesDemoPortal) return configuration
    if (portal === null) {
      portal = await startDemoPortal()
      // First of all, so that it is closed last: requests may be under way to it.
      opened.unshift(portal)
    }
    const { url } = portal
    const apps = settings.apps.map((app) => (app.upstream === DEMO_PORTAL ? { ...app, upstream: url } : app))
    return { ...configuration, settings: { ...settings, apps } }
  }
}

async function listenOn(server: Server, listen: Settings['listen'] & { exclusive?: boolean }): Promise<void> {
  server.listen(listen)
  await once(server, 'listening')
}

function plainly(error: unknown, listen: Settings['listen']): string {
  const code = errorCode(error)
  const { address = '', port }: { address?: string; port?: number } = Object(error)
  if (code === 'EADDRINUSE') {
    const otherPort = port === listen.port ? 'with --port' : 'for "metrics" in gatehouse.yaml'
    return `Port ${port} on ${address} is in use: end what uses it, or choose another port ${otherPort}.`
  }
  if (code === 'EADDRNOTAVAIL') return `${address} is no address of this machine: mend "listen" in gatehouse.yaml.`
  if (code === 'EACCES') return `Not allowed: ${firstLine(error)}.`
  return storeFailure(error) ?? `The gateway cannot start: ${firstLine(error)}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
