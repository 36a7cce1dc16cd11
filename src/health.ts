import type { ConfigurationStatus } from './metrics.ts'

/** An answer to a probe, as JSON. */
export interface HealthAnswer {
  status: 200 | 503
  body: Record<string, unknown>
}

export interface Health {
  /** Whether the process answers at all. */
  live(): HealthAnswer
  /** Whether requests may be sent here: 503 while a store is down, and from the moment the gateway is told to stop. */
  ready(): Promise<HealthAnswer>
}

export function openHealth(parts: {
  stopping: () => boolean
  stores: () => Promise<Record<string, 'up' | 'down'>>
  configuration: () => ConfigurationStatus
}): Health {
  return {
    live: () => ({ status: 200, body: { status: 'live' } }),
    async ready() {
      if (parts.stopping()) return notReady('stopping', 'This gateway is stopping.', {})
      const stores = await parts.stores()
      const detail = { stores, configuration: parts.configuration().state }
      return Object.values(stores).includes('down')
        ? notReady('store_unavailable', 'A store cannot be reached.', detail)
        : { status: 200, body: { status: 'ready', ...detail } }
    },
  }
}

/** A problem (RFC 9457), with the detail as further members. */
function notReady(code: string, detail: string, members: object): HealthAnswer {
  return {
    status: 503,
    body: { type: 'about:blank', title: 'Service Unavailable', status: 503, code, detail, ...members },
  }
}
