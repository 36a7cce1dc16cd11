import type { App } from '../domain/app.ts'
import { isPublic, type Routes } from '../proxy/route.ts'

/** A location of nginx: a path, or everything below one, and whose it is. */
export interface Place {
  path: string
  /** Only this very path, or all that begin with it and belong to no longer one. */
  exact: boolean
  /** Null for no app's. */
  app: App | null
  isPublic: boolean
}

/**
 * The locations of one host. Whose each is, the gateway's own rules say; between them nothing changes, as every app and
 * every public path begins and ends at one of them. Both `/backup` and `/backup/` are there, or nginx would by itself
 * redirect the one to the other.
 */
export function placesOf(hostname: string, apps: readonly App[], routes: Pick<Routes, 'find'>): Place[] {
  const here = apps.filter(({ host }) => host === null || host === hostname)
  const paths = ['/', ...here.flatMap(({ path, publicPaths }) => [path, ...publicPaths])]
  const stems = new Set(paths.map((path) => path.replace(/\/$/, '')))
  const place = (path: string, exact: boolean): Place => {
    const app = routes.find(hostname, path)
    return { path, exact, app, isPublic: app !== null && isPublic(app, { path, plain: true }) }
  }
  return [...stems]
    .toSorted()
    .flatMap((stem) => [...(stem === '' ? [] : [place(stem, true)]), place(`${stem}/`, false)])
}
