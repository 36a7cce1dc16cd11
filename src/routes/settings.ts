import type { Request, Response } from 'express'
import { ACTIVITY_EVENTS, activityOf } from '../domain/activity.ts'
import { MOST_APPS } from '../domain/factor-change.ts'
import { maskPhone } from '../domain/format.ts'
import { LANGUAGES, OWN_NAMES } from '../domain/language.ts'
import { shortestPassword } from '../domain/password.ts'
import { placeOf } from '../domain/place.ts'
import { queryValue } from '../http/query.ts'
import { credentialPlace } from '../http/turn-away.ts'
import type { FieldError } from '../pages/page/frame.ts'
import type { From, SettingsPage } from '../pages/page/settings.ts'
import { appLinks } from './app-links.ts'
import { frameWithMenu } from './frame.ts'
import { appsOf, appUrl, phoneOf } from './own-factor.ts'
import { ownCredentials } from './own-credentials.ts'
import { handleOf, ownSessions } from './own-sessions.ts'
import type { RouteParts } from './parts.ts'
import { trustedNetworkOf } from './sign-in-facts.ts'
import { ACCOUNT, type Visit } from './visit.ts'

const ACTIVITIES_SHOWN = 20

type Done = NonNullable<SettingsPage['done']>

const DONE: Record<Done, true> = {
  profile: true,
  password: true,
  phone_changed: true,
  phone_removed: true,
  number_removed: true,
  app_added: true,
  app_renamed: true,
  app_removed: true,
  credential_set: true,
  credential_removed: true,
  session_ended: true,
  sessions_ended: true,
}

/** Where a change leads: to the page, which says what was done. */
export function settingsAfter(done: Done): string {
  return `${ACCOUNT}?done=${done}`
}

/** The whole page, with what is wrong on one of its cards. */
export async function showSettings(
  parts: RouteParts,
  req: Request,
  res: Response,
  visit: Visit,
  { typedName, error = null }: { typedName?: string; error?: FieldError | null } = {},
): Promise<void> {
  const { account, company } = visit
  res.send(
    parts.pages.settings({
      ...frameWithMenu(parts, visit),
      ...factorFacts(visit),
      done: error === null ? doneBefore(req) : null,
      error,
      personName: account.name,
      name: typedName ?? account.name,
      languages: LANGUAGES.map((code) => ({ code, name: OWN_NAMES[code] })),
      messagesIn: account.language ?? visit.language,
      companyName: company.name,
      apps: appLinks(parts, req.arrival.origin, account, company),
      credentials: await credentialFacts(parts, visit),
      shortestPassword: shortestPassword({ standsAlone: account.factors.length === 0 }),
      sessions: await sessionFacts(parts, req, visit),
      activity: await activityFacts(parts, visit),
    }),
  )
}

async function credentialFacts(parts: RouteParts, visit: Visit): Promise<SettingsPage['credentials']> {
  const own = await ownCredentials(parts, visit)
  return own.map(({ app, ...facts }) => ({ url: credentialPlace({ app, next: ACCOUNT }), appName: app, ...facts }))
}

function doneBefore(req: Request): Done | null {
  const done = queryValue(req, 'done')
  return Object.keys(DONE).find((known): known is Done => known === done) ?? null
}

function factorFacts(
  visit: Visit,
): Pick<SettingsPage, 'phone' | 'numberOnFile' | 'authenticators' | 'mayAddApp' | 'isEnrolled'> {
  const phone = phoneOf(visit)
  const number = visit.account.phone
  const held = appsOf(visit)
  return {
    phone:
      phone === undefined ? null : { maskedPhone: maskPhone(phone.phone), isProved: phone.unprovedSince === undefined },
    numberOnFile: phone === undefined && number !== null ? maskPhone(number) : null,
    authenticators: held.map((app) => ({ url: appUrl(app), name: app.name ?? null, since: app.activatedAt })),
    mayAddApp: held.length < MOST_APPS,
    isEnrolled: visit.account.factors.length > 0,
  }
}

/** This one first, whichever was used last. */
async function sessionFacts(parts: RouteParts, req: Request, visit: Visit): Promise<SettingsPage['sessions']> {
  const own = (await ownSessions(parts, visit)).toSorted(
    (one, other) => Number(other.id === req.sessionID) - Number(one.id === req.sessionID),
  )
  return own.map(({ id, session, lastUsedAt }) => ({
    handle: handleOf(parts, id),
    isThis: id === req.sessionID,
    browser: session.device?.browser ?? null,
    system: session.device?.system ?? null,
    from: fromHere(parts, visit, session.address),
    since: session.signedInAt,
    lastUsedAt,
  }))
}

async function activityFacts(parts: RouteParts, visit: Visit): Promise<SettingsPage['activity']> {
  const shown = { events: ACTIVITY_EVENTS, limit: ACTIVITIES_SHOWN }
  const events = await parts.trail.ofAccount(visit.account.id, shown)
  return events
    .flatMap((event) => activityOf(event) ?? [])
    .map(({ address, ...activity }) => ({
      ...activity,
      from: address === null ? null : fromHere(parts, visit, address),
    }))
}

/** By the company's networks as they are now: those of then are not known any more. */
function fromHere(parts: RouteParts, { company }: Visit, address: string): From {
  return { address, place: placeOf(address, trustedNetworkOf(parts, company, address)) }
}
