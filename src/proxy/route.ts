import type { App } from '../domain/app.ts'
import { ambiguousPath, isGatewayPath } from '../domain/path.ts'

/** What of a request's target decides about the app. */
export interface Routable {
  hostname: string
  path: string
  plain: boolean
  otherPaths: readonly string[]
}

export interface Routes {
  /** The app that a host and a path lead to; the gateway's own paths are no app's. */
  find(hostname: string, path: string): App | null
  /** The same, but throws `ambiguous_path` when another reading of the path leads elsewhere (R21). */
  resolve(target: Routable): App | null
}

interface Route {
  prefix: string
  app: App
}

/**
 * Apps that name the host come before those that name none, and then the longest path prefix wins. `/protection` without
 * the slash belongs to the app at `/protection/`, as nearly every server answers it with a redirect there.
 */
export function openRoutes(apps: readonly App[]): Routes {
  const ordered = apps.toSorted(
    (a, b) => Number(a.host === null) - Number(b.host === null) || b.path.length - a.path.length,
  )
  const hosts = new Set(apps.map(({ host }) => host))
  const tables = new Map(Array.from(hosts, (host) => [host, routesOf(ordered, host)]))
  const folded = new Map(Array.from(tables, ([host, routes]) => [host, routes.map(inLowerCase)]))
  // Only where an operator wrote capitals can a path in lower case be read as one of theirs.
  const capitals = apps.some(({ path }) => path !== path.toLowerCase())

  const find = (hostname: string, path: string): App | null => match(tables.get(hostname) ?? tables.get(null), path)
  const findFolded = (hostname: string, path: string): App | null =>
    match(folded.get(hostname) ?? folded.get(null), path)

  return {
    find,
    resolve({ hostname, path, otherPaths }) {
      const app = find(hostname, path)
      if (capitals && findFolded(hostname, path.toLowerCase()) !== app) throw ambiguousPath()
      for (const other of otherPaths) if (findFolded(hostname, other) !== app) throw ambiguousPath()
      return app
    },
  }
}

/** Whether the operator listed the path as public: the very spelling, whole segments, and never an ambiguous one. */
export function isPublic(app: App, { path, plain }: Pick<Routable, 'path' | 'plain'>): boolean {
  return (
    plain && app.publicPaths.some((prefix) => (prefix.endsWith('/') ? path.startsWith(prefix) : isUnder(path, prefix)))
  )
}

function routesOf(ordered: readonly App[], host: string | null): Route[] {
  return ordered.filter((app) => app.host === host || app.host === null).map((app) => ({ prefix: app.path, app }))
}

function inLowerCase({ prefix, app }: Route): Route {
  return { prefix: prefix.toLowerCase(), app }
}

function match(routes: readonly Route[] | undefined, path: string): App | null {
  if (isGatewayPath(path)) return null
  return routes?.find(({ prefix }) => isUnder(path, prefix.slice(0, -1)))?.app ?? null
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')
}
