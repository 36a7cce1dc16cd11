import type { Request } from 'express'
import type { ChangedBy } from '../domain/ports.ts'
import type { RouteParts } from './parts.ts'

/** Who changes an account that is their own. */
export function byOwner({ clock }: RouteParts, { arrival }: Request): ChangedBy {
  return { at: clock.now(), actor: null, address: arrival.address, requestId: arrival.requestId }
}
