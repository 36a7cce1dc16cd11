import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'
import { isGatewayPath } from '../domain/path.ts'
import { safeNext } from '../domain/next.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { QuotaStore } from '../domain/ports/limits.ts'
import type { Secrets } from '../domain/ports/secrets.ts'
import { keptFormQuotas } from '../domain/quota.ts'
import { MOST_KEPT_BYTES, readSentForm, type SentForm, whyNotKept, type WhyNotKept } from '../domain/sent-form.ts'
import type { HeldForm, KeptForms } from '../kept-forms.ts'
import { type PersonMark, personMark } from './person-mark.ts'
import { BODY_TIME_MS, readBody } from './read-body.ts'
import type { Target } from './request-target.ts'
import { comesFromOwnPage } from './same-origin.ts'

/** A form that was posted to an app after its session had ended. */
export interface Sent extends SentForm {
  /** Name of the app. */
  app: string
  /** Path and query, as they came. */
  raw: string
  /** The page of the origin that it came from, else `/`. */
  back: string
}

export interface SentForms {
  /**
   * Keeps a posted form, whose body was not read yet, until its person has signed in again; answers its id, or why it is not kept.
   * Rejects with `request_timeout`, `bad_request` or `store_unavailable`.
   */
  keep(req: IncomingMessage, to: { target: Pick<Target, 'raw'>; app: App | null }): Promise<{ id: string } | WhyNotKept>
  /** The form of that id, if this account sent it from this browser to this host; null when it was taken, or waited too long. */
  find(req: IncomingMessage, id: string, accountId: string): Promise<Sent | null>
  /** The same, for one caller only: what was kept is sent on once. */
  take(req: IncomingMessage, id: string, accountId: string): Promise<Sent | null>
}

interface Stored {
  accountId: string
  origin: string
  app: string
  raw: string
  back: string
  contentType: string
  /** In base64: it may be text in any charset. */
  body: string
}

/** Forms that outlive their session, encrypted, for the browser that sent them and the person who was signed in there. */
export function openSentForms(parts: {
  settings: Pick<Settings, 'publicUrl' | 'session'>
  keptForms: KeptForms
  quotas: Pick<QuotaStore, 'take'>
  secrets: Pick<Secrets, 'open'>
  clock: Clock
}): SentForms {
  const { settings, keptForms, quotas, secrets, clock } = parts
  const { protocol } = settings.publicUrl
  const personIn = (req: IncomingMessage): PersonMark | null => personMark(req, { secrets, protocol })

  async function sentBy(
    req: IncomingMessage,
    id: string,
    accountId: string,
    ask: 'find' | 'take',
  ): Promise<Sent | null> {
    const person = personIn(req)
    // A mark may be planted: whose form it is, is decided by who has signed in now.
    if (person?.accountId !== accountId) return null
    const kept = await keptForms[ask](heldBy(person, id))
    if (kept === null) return null
    const { contentType, body, app, raw, back, ...whose }: Stored = JSON.parse(kept.text)
    if (whose.accountId !== accountId || whose.origin !== req.arrival.origin) return null
    const form = readSentForm(contentType, Buffer.from(body, 'base64'))
    return typeof form === 'string' ? null : { ...form, app, raw, back }
  }

  return {
    async keep(req, { target: { raw }, app }) {
      const { headers, arrival } = req
      const person = personIn(req)
      const why = whyNotKept({
        fromOwnPage: comesFromOwnPage(req),
        personKnown: person !== null,
        leadsOn: app !== null && canBeFormAction(raw) && isPlainPost(req),
        contentType: headers['content-type'],
        bytes: headers['content-length'] === undefined ? null : Number(headers['content-length']),
      })
      if (why !== null || person === null || app === null) return why ?? 'nobody'
      const body = await readBody(req, { mostBytes: MOST_KEPT_BYTES, withinMs: BODY_TIME_MS }).catch(tooLarge)
      if (body === null) return 'too_large'
      const form = readSentForm(headers['content-type'], body)
      if (typeof form === 'string') return form

      const { accountId } = person
      const now = clock.now()
      const withinMs = settings.session.waitingMs
      const { taken } = await quotas.take(keptFormQuotas({ accountId, address: arrival.address, withinMs }), now)
      if (!taken) return 'too_many'
      const id = randomUUID()
      const stored: Stored = {
        accountId,
        origin: arrival.origin,
        app: app.name,
        raw,
        back: pageItCameFrom(req),
        contentType: headers['content-type'] ?? '',
        body: body.toString('base64'),
      }
      await keptForms.keep(heldBy(person, id), { text: JSON.stringify(stored), expiresAt: now + withinMs })
      return { id }
    },
    find: (req, id, accountId) => sentBy(req, id, accountId, 'find'),
    take: (req, id, accountId) => sentBy(req, id, accountId, 'take'),
  }
}

/** The page of this origin from which a form was sent; `/` where it is not known, or one of the gateway's that sent it on. */
export function pageItCameFrom({ headers, arrival }: IncomingMessage): string {
  const from = URL.parse(headers.referer ?? '')
  if (from?.origin !== arrival.origin || isGatewayPath(from.pathname)) return '/'
  return safeNext(from.pathname + from.search, arrival.origin)
}

/** Of one browser several forms may wait, each under an id of its own. */
function heldBy({ mark }: PersonMark, id: string): HeldForm {
  return { id, holder: `${mark} ${id}` }
}

/** `//host/…` in a form would lead to that host. */
function canBeFormAction(raw: string): boolean {
  return /^\/(?![/\\])/.test(raw)
}

/** What a page in a window of its own sends; in a frame nobody could sign in. */
function isPlainPost({ headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest']
  const isWholePage = destination === undefined || destination === 'document'
  return isWholePage && headers['content-encoding'] === undefined && headers.expect === undefined
}

function tooLarge(error: unknown): null {
  if (error instanceof GatehouseError && error.code === 'form_too_large') return null
  throw error
}
