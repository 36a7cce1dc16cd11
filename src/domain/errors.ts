import type { Sentence } from './sentence.ts'

/** Stable codes: they stand in JSON problems, in the log and in tests. */
export type ErrorCode =
  | 'bad_request'
  | 'ambiguous_path'
  | 'unknown_host'
  | 'cross_site'
  | 'method_not_allowed'
  | 'not_implemented'
  | 'form_too_large'
  | 'request_timeout'
  | 'sign_in_required'
  | 'second_factor_required'
  | 'enrollment_required'
  | 'proof_required'
  | 'credential_required'
  | 'forbidden'
  | 'not_found'
  | 'link_over'
  | 'too_many_tries'
  | 'reminder_refused'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'store_unavailable'
  | 'delivery_failed'
  | 'busy'
  | 'stopping'
  | 'internal'

const STATUS: Record<ErrorCode, number> = {
  bad_request: 400,
  ambiguous_path: 400,
  unknown_host: 421,
  cross_site: 403,
  method_not_allowed: 405,
  not_implemented: 501,
  form_too_large: 413,
  request_timeout: 408,
  sign_in_required: 401,
  second_factor_required: 401,
  enrollment_required: 401,
  proof_required: 401,
  credential_required: 401,
  forbidden: 403,
  not_found: 404,
  link_over: 410,
  too_many_tries: 429,
  reminder_refused: 403,
  upstream_unavailable: 502,
  upstream_timeout: 504,
  store_unavailable: 503,
  delivery_failed: 502,
  busy: 503,
  stopping: 503,
  internal: 500,
}

/** The one error type. `sentence` is safe to show, `message` names it, and `cause` is for the log alone. */
export class GatehouseError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly sentence: Sentence
  /** Seconds after which another try makes sense, for `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, sentence: Sentence, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(sentence.kind, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'GatehouseError'
    this.code = code
    this.status = STATUS[code]
    this.sentence = sentence
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** What is no GatehouseError is a defect: the log gets it whole, the person a plain sentence. */
export function unexpected(cause: unknown): GatehouseError {
  return new GatehouseError('internal', { kind: 'went_wrong' }, { cause })
}

/** A store or the directory cannot be reached: 503, never "signed out" and never "let through". */
export function storeUnavailable(cause: unknown): GatehouseError {
  if (cause instanceof GatehouseError) return cause
  return new GatehouseError('store_unavailable', { kind: 'signing_in_unavailable' }, { cause, retryAfterSeconds: 5 })
}
