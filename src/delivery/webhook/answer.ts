import type { WebhookSettings } from '../../config/settings.ts'
import type { DeliveryFault } from '../../domain/delivery.ts'

export interface VendorAnswer {
  status: number
  /** The body as it came; null where nothing of it is asked for. */
  body: string | null
}

/** Whether the message was taken, and by what the vendor knows it. */
export function judge(
  webhook: WebhookSettings,
  { status, body }: VendorAnswer,
): { taken: true; reference: string | null } | { taken: false; fault: DeliveryFault } {
  const expected = webhook.statuses?.includes(status) ?? (status >= 200 && status < 300)
  if (!expected) return { taken: false, fault: faultOfStatus(status) }
  const answer = body === null ? undefined : parsed(body)
  if (webhook.field !== null && valueAt(answer, webhook.field.path) !== webhook.field.equals) {
    return { taken: false, fault: 'vendor_refused' }
  }
  return { taken: true, reference: webhook.reference === null ? null : named(valueAt(answer, webhook.reference)) }
}

const OURS_TO_MEND = [401, 403, 404, 405, 407, 415]

/** Redirects are not followed: an address that has moved is the operator's to mend. */
function faultOfStatus(status: number): DeliveryFault {
  if (status === 429) return 'rate_limited'
  if (status >= 500) return 'vendor_unavailable'
  return OURS_TO_MEND.includes(status) || (status >= 300 && status < 400) ? 'vendor_misconfigured' : 'vendor_refused'
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    // No JSON holds no field: where one is asked for, the message counts as refused.
    return undefined
  }
}

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    const there = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
    return there ? Reflect.get(inner, key) : undefined
  }, value)
}

function named(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : null
}
