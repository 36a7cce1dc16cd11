import { MESSAGE_PLACEHOLDERS, placeholdersIn, textsIn } from '../domain/template.ts'
import type { WebhookEntry } from './delivery-schema.ts'
import type { Fault } from './fault.ts'
import type { Lenient } from './lenient.ts'
import type { WebhookSettings } from './settings.ts'
import type { Path, Source } from './source.ts'
import { suggestion } from './suggestion.ts'

/** What a webhook says that cannot be, beyond its shape. */
export function webhookFaults(source: Source, at: Path, webhook: Lenient<WebhookEntry>): Fault[] {
  const { url, headers = {}, secrets = {} } = webhook
  const known = [...MESSAGE_PLACEHOLDERS, ...Object.keys(secrets)]
  const places = placesOf(webhook)
  const named = places.flatMap(({ texts }) => texts.flatMap(placeholdersIn))
  const faults = places.flatMap(({ at: place, texts }) =>
    texts
      .flatMap(placeholdersIn)
      .filter((name) => !known.includes(name))
      .map((name) => source.fault([...at, ...place], `nothing is called {${name}}: ${suggestion(name, known)}`)),
  )
  const fault = (place: Path, message: string) => faults.push(source.fault([...at, ...place], message))

  if (url !== undefined) {
    const message = urlFault(url, webhook.allow_private ?? false)
    if (message !== null) fault(['url'], message)
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (!/^[\t\x20-\x7e]*$/.test(value))
      fault(['headers', name], 'a header holds printable ASCII only: write it in that')
    // It has line breaks, and names of portals may hold any character.
    if (placeholdersIn(value).includes('text'))
      fault(['headers', name], '{text} cannot stand in a header: put it elsewhere')
  }
  for (const name of Object.keys(secrets)) {
    const message = (MESSAGE_PLACEHOLDERS as readonly string[]).includes(name)
      ? `{${name}} is what the message fills in: choose another name`
      : named.includes(name)
        ? null
        : `nothing uses {${name}}: put it where it belongs, or remove it`
    if (message !== null) faults.push(source.fault([...at, 'secrets', name], message, 'key'))
  }
  if (webhook.method === 'GET' && webhook.body !== undefined)
    fault(['body'], 'GET has no body: write POST, or remove it')
  if (url !== undefined && !named.includes('to')) fault([], 'this request does not say where to: put {to} into it')
  if (url !== undefined && !named.includes('code') && !named.includes('text')) {
    fault([], 'this request does not hold the code: put {code} or {text} into it')
  }
  return faults
}

/** Whatever placeholders may stand in. */
function placesOf({ url, headers = {}, body }: Lenient<WebhookEntry>): { at: Path; texts: string[] }[] {
  const fields = (at: string[], record: Record<string, string | undefined>) =>
    Object.entries(record).map(([name, value]) => ({ at: [...at, name], texts: textsIn(value) }))
  return [
    { at: ['url'], texts: textsIn(url) },
    ...fields(['headers'], headers),
    ...fields(['body', 'form'], body?.form ?? {}),
    { at: ['body', 'json'], texts: textsIn(body?.json) },
  ]
}

/** The address is not repeated: it may hold a key. */
function urlFault(template: string, allowPrivate: boolean): string | null {
  const right = 'write it whole, as https://sms.example.com/send'
  const url = URL.parse(template)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return `this is no web address: ${right}`
  if (url.username !== '' || url.password !== '') {
    return 'a name and password stand in this address: send them in an Authorization header'
  }
  if (url.hash !== '') return 'a fragment is never sent: remove it'
  if (/^[^/]*\/\/[^/?]*\{/.test(template)) {
    return `a placeholder may stand in path and query only: ${right}`
  }
  return url.protocol === 'http:' && !allowPrivate
    ? 'codes would travel in the clear: write https://, or allow_private: true for a server of your own'
    : null
}

export function webhookFrom(entry: WebhookEntry, secrets: Record<string, string>): WebhookSettings {
  const { success, body } = entry
  return {
    method: entry.method,
    url: entry.url,
    headers: entry.headers,
    body: body === undefined ? null : body.form === undefined ? { json: body.json } : { form: body.form },
    secrets,
    statuses: success.status ?? null,
    field: success.field === undefined ? null : { ...success.field, path: success.field.path.split('.') },
    reference: entry.reference?.split('.') ?? null,
    allowPrivate: entry.allow_private,
  }
}
