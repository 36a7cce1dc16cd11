import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '../config/settings.ts'
import { languageOf } from '../http/language.ts'
import type { SessionEnded } from '../http/turn-away.ts'
import type { Pages } from '../pages/page/pages.ts'
import { frame } from './frame.ts'

/** The 401 page of the guard for a form that reached no app and is not kept: why, and how to go on. */
export function openSessionEnded({ settings, pages }: { settings: Settings; pages: Pages }): SessionEnded {
  return (req: IncomingMessage, res: ServerResponse, { why, app, hadSession, logInUrl }): void => {
    const html = pages.sessionEnded({
      ...frame({ settings }, { account: null, language: languageOf(req, settings) }),
      why,
      destination: app?.name ?? settings.portal.name,
      hadSession,
      logInUrl,
    })
    res.writeHead(401, { 'Content-Type': 'text/html; charset=utf-8' })
    res.end(html)
  }
}
