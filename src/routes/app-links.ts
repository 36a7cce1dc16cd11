import type { Request } from 'express'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../domain/account.ts'
import { type App, mayEnter } from '../domain/app.ts'
import type { Company } from '../domain/company.ts'
import type { AppLink } from '../pages/page.ts'
import type { RouteParts } from './parts.ts'

/** The apps that an account may enter, as links. */
export function appLinks(settings: Settings, account: Account, company: Company): AppLink[] {
  return settings.apps
    .filter((app) => mayEnter(app, account, company))
    .map((app) => ({ name: app.name, url: urlOf(settings, app) }))
}

/** Name of the app that `next` leads to, for "to Northwind Partner Portal". */
export function destinationOf({ settings, findApp }: RouteParts, req: Request, next: string): string | null {
  const { hostname, pathname } = new URL(next, req.arrival.origin)
  return pathname.startsWith('/_gatehouse/') ? settings.portal.name : (findApp(hostname, pathname)?.name ?? null)
}

function urlOf({ publicUrl }: Settings, app: App): string {
  if (app.host === null || app.host === publicUrl.hostname) return app.path
  const url = new URL(publicUrl.origin)
  url.hostname = app.host
  return url.origin + app.path
}
