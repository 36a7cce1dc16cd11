import type { WebhookSettings } from '../../config/settings.ts'
import { fill, fillTexts, placeholdersIn, textsIn } from '../../domain/template.ts'
import type { OutgoingMessage } from '../../domain/ports/delivery.ts'

export interface OutgoingRequest {
  method: WebhookSettings['method']
  url: URL
  headers: Record<string, string>
  body: string | null
}

/**
 * The request that the configuration describes, for one message. Values go in as what they are where they stand: as
 * a percent-encoded part of the address, as a text of a JSON structure, as a form field. None of them can end its place.
 */
export function requestFor(
  webhook: WebhookSettings,
  { to, code, text, channel, language }: OutgoingMessage,
): OutgoingRequest {
  const values = { ...webhook.secrets, to, code: code ?? '', text, channel, language }
  const { type, body } = bodyFor(webhook.body, values)
  return {
    method: webhook.method,
    url: new URL(fill(webhook.url, values, encodeURIComponent)),
    headers: {
      Accept: 'application/json',
      ...(type === null ? {} : { 'Content-Type': type }),
      ...headersFor(webhook.headers, values),
    },
    body,
  }
}

/** Whether a notice fits into it: it has a place for the whole text. */
export function holdsText({ url, body }: WebhookSettings): boolean {
  return [url, ...textsIn(body)].some((template) => placeholdersIn(template).includes('text'))
}

function bodyFor(
  body: WebhookSettings['body'],
  values: Record<string, string>,
): { type: string | null; body: string | null } {
  if (body === null) return { type: null, body: null }
  if ('json' in body) return { type: 'application/json', body: JSON.stringify(fillTexts(body.json, values)) }
  const fields = Object.entries(body.form).map(([name, value]) => [name, fill(value, values)])
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() }
}

/** RFC 9110 §5.5: a control character would end the field. */
function headersFor(headers: Record<string, string>, values: Record<string, string>): Record<string, string> {
  const filled = Object.entries(headers).map(([name, template]) => {
    const value = fill(template, values)
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw new Error(`the header ${name} would hold a character that none may hold`)
    return [name, value]
  })
  return Object.fromEntries(filled)
}
