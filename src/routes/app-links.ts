import type { Request } from 'express'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../domain/account.ts'
import { type App, mayEnter } from '../domain/app.ts'
import type { Company } from '../domain/company.ts'
import type { AppLink } from '../pages/page/frame.ts'
import type { RouteParts } from './parts.ts'

/** Where apps are found. */
export interface AppPlaces {
  settings: Settings
  findApp: (hostname: string, path: string) => App | null
}

/** The apps that an account may enter, as links from a page at `origin`. */
export function appLinks(places: AppPlaces, origin: string, account: Account, company: Company): AppLink[] {
  return places.settings.apps
    .filter((app) => mayEnter(app, account, company))
    .map((app) => ({ name: app.name, url: urlOf(places, app, origin) }))
}

/** Name of the app that `next` leads to, for "to Northwind Partner Portal". */
export function destinationOf({ settings, findApp }: RouteParts, req: Request, next: string): string | null {
  const { hostname, pathname } = new URL(next, req.arrival.origin)
  return pathname.startsWith('/_gatehouse/') ? settings.portal.name : (findApp(hostname, pathname)?.name ?? null)
}

/** At this host if the path leads to the app here, else at the first host where it does. */
function urlOf({ settings, findApp }: AppPlaces, app: App, here: string): string {
  const { protocol } = settings.publicUrl
  const origins = [here, ...Array.from(settings.knownHosts, (host) => `${protocol}//${host}`)]
  const origin = origins.find((one) => findApp(new URL(one).hostname, app.path) === app)
  return origin === undefined || origin === here ? app.path : origin + app.path
}
