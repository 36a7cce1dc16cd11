import { errorCode } from '../config/error-code.ts'
import { GatehouseError } from '../domain/errors.ts'
import { inEnglish } from '../languages/index.ts'

/** What to say of a store that cannot be reached; null for any other error. */
export function storeFailure(error: unknown): string | null {
  if (!(error instanceof GatehouseError) || error.code !== 'store_unavailable') return null
  return `A store cannot be reached (${firstLine(error.cause ?? error)}): mend "stores" in gatehouse.yaml, or start it.`
}

/** What an error says, in one line. */
export function firstLine(error: unknown): string {
  if (error instanceof GatehouseError) return inEnglish(error.sentence)
  const message = error instanceof Error ? error.message || errorCode(error) : String(error)
  return message.split('\n')[0] ?? ''
}
