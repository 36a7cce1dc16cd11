import type { App } from '../domain/app.ts'
import { isGatewayPath } from '../domain/path.ts'
import { identityFrom } from './app-identity.ts'
import { innerNameFrom } from './inner-name.ts'
import type { Fault } from './fault.ts'
import type { AppEntry } from './app-schema.ts'
import { isFaulty, type Lenient } from './lenient.ts'
import { repeated } from './repeated.ts'
import type { Path, Source } from './source.ts'
import { suggestion } from './suggestion.ts'
import { upstreamTlsFrom } from './upstream-tls.ts'

/** What matters about an app for what reaches it. */
interface Route {
  index: number
  name: string
  host: string | undefined
  path: string
  publicPaths: (string | undefined)[]
}

/**
 * What the list of apps says that cannot be, beyond its shape. `hostnames` are all that the gateway answers to;
 * `companyIds` is null when policy could not be read.
 */
export function appFaults(
  source: Source,
  apps: Lenient<AppEntry[]>,
  hostnames: string[],
  companyIds: string[] | null,
): Fault[] {
  const routes = apps.flatMap((app, index): Route[] => {
    const { name = `apps[${index}]`, host, path, public: publicPaths = [] } = app ?? {}
    const faulty = path === undefined || (app !== undefined && isFaulty(app, 'host'))
    return faulty ? [] : [{ index, name, host, path, publicPaths }]
  })
  const names = apps.map((app, index) => ({ index, name: app?.name }))
  return [
    ...repeated(names).map(({ index, name }) =>
      source.fault(['apps', index, 'name'], `another app is called "${name}": give each a name of its own`),
    ),
    ...routes.flatMap((route) => routeFaults(source, route, routes, hostnames)),
    ...routes.flatMap((route) => publicFaults(source, route, routes, hostnames)),
    ...apps.flatMap((app, index) => companyFaults(source, index, app?.allow?.companies ?? [], companyIds)),
  ]
}

function routeFaults(source: Source, route: Route, routes: Route[], hostnames: string[]): Fault[] {
  const at = ['apps', route.index, 'path']
  if (isGatewayPath(route.path)) {
    return [source.fault(at, `${route.path} belongs to the gateway itself: choose another path`)]
  }
  const earlier = routes.filter(({ index }) => index < route.index)
  // Apps ignore capitals, or may: a request for one of two such paths is refused as ambiguous.
  const twin = earlier.find(({ host, path }) => host === route.host && path.toLowerCase() === route.path.toLowerCase())
  if (twin !== undefined) {
    return [source.fault(at, `"${twin.name}" has the same host and path: give this app others`)]
  }
  const takers = hostsOf(route, hostnames).map((host) => routeFor(routes, host, route.path))
  if (takers.includes(route)) return []
  const names = [...new Set(takers.map((taker) => `"${taker?.name}"`))].join(' and ')
  const message = `no request reaches this app, ${names} comes first on every host: give it a host, or another path`
  return [source.fault(at, message)]
}

function publicFaults(source: Source, route: Route, routes: Route[], hostnames: string[]): Fault[] {
  return route.publicPaths.flatMap((path, place) => {
    if (path === undefined) return []
    const at: Path = ['apps', route.index, 'public', place]
    if (!path.startsWith(route.path)) {
      return source.fault(at, `${path} is outside of this app: write a path that begins with ${route.path}`)
    }
    if (isGatewayPath(path)) return source.fault(at, `${path} belongs to the gateway itself: remove it`)
    if (route.publicPaths.indexOf(path) < place) return source.fault(at, `${path} stands here twice: keep one`)
    const deeper = hostsOf(route, hostnames)
      .map((host) => routeFor(routes, host, path))
      .find((taker) => taker !== undefined && taker.path.length > route.path.length)
    return deeper === undefined
      ? []
      : source.fault(at, `${path} is a path of "${deeper.name}": list it there, or remove it`)
  })
}

function companyFaults(
  source: Source,
  index: number,
  allowed: (string | undefined)[],
  companyIds: string[] | null,
): Fault[] {
  return allowed.flatMap((id, place) => {
    if (id === undefined || companyIds === null || companyIds.includes(id)) return []
    const message = `policy has no company "${id}": ${suggestion(id, companyIds)}`
    return source.fault(['apps', index, 'allow', 'companies', place], message)
  })
}

function hostsOf({ host }: Route, hostnames: string[]): string[] {
  return host === undefined ? hostnames : [host]
}

/** Where a request goes, by the rule of `proxy/route.ts`: a named host comes before none, then the longest path. */
function routeFor(routes: Route[], hostname: string, path: string): Route | undefined {
  const [best] = routes
    .filter((route) => (route.host === undefined || route.host === hostname) && path.startsWith(route.path))
    .sort((a, b) => Number(b.host !== undefined) - Number(a.host !== undefined) || b.path.length - a.path.length)
  return best
}

/** The app that an entry without faults gives. */
export function appFrom(entry: AppEntry, start: { env: NodeJS.ProcessEnv; dataDir: string }): App {
  return {
    name: entry.name,
    host: entry.host ?? null,
    path: entry.path,
    upstream: entry.upstream,
    inner: innerNameFrom(entry),
    allow: entry.allow,
    publicPaths: entry.public,
    webSocketOrigins: entry.websocket_origins,
    identity: identityFrom(entry.identity, start),
    tls: upstreamTlsFrom(entry.tls, start.dataDir),
    timeouts: {
      connectMs: entry.timeouts.connect,
      responseMs: entry.timeouts.response,
      idleMs: entry.timeouts.idle,
      bodyMs: entry.timeouts.body,
      bodyBytesPerSecond: entry.timeouts.body_bytes_per_second,
      totalMs: entry.timeouts.total ?? null,
    },
    concurrency: {
      requests: entry.concurrency.requests,
      waiting: entry.concurrency.waiting,
      waitMs: entry.concurrency.wait,
    },
  }
}
