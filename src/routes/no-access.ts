import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../domain/app.ts'
import type { Visitor } from '../domain/decision.ts'
import { languageOf } from '../http/language.ts'
import { openPageHeaders } from '../http/security-headers.ts'
import type { Pages } from '../pages/page/pages.ts'
import { type AppPlaces, appLinks } from './app-links.ts'
import { frameWithMenu } from './frame.ts'

/** The 403 page of the guard: which app, which account, and the apps that this account may enter. */
export function openNoAccess({ pages, ...places }: AppPlaces & { pages: Pages }) {
  const { settings } = places
  const setPageHeaders = openPageHeaders(settings)
  return (req: IncomingMessage, res: ServerResponse, { account, company }: Visitor, app: App | null): void => {
    const apps = appLinks(places, req.arrival.origin, account, company)
    const who = { account, language: languageOf(req, settings) }
    const html = pages.noAccess({ ...frameWithMenu({ settings }, who), appName: app?.name ?? null, apps })
    setPageHeaders(req, res)
    res.writeHead(403, { 'Content-Type': 'text/html; charset=utf-8' })
    res.end(req.method === 'HEAD' ? undefined : html)
  }
}
