import { GatehouseError } from './errors.ts'
import type { Channel } from './factor.ts'

/** A telephone number in E.164, `+15062345678`. */
export type E164 = string

/**
 * What a number is, as far as can be told. `undetermined` is the answer whenever it cannot be told;
 * `refused` is a kind of number that codes are never sent to (premium-rate, toll-free, pager and similar, R6).
 */
export type LineType = 'mobile' | 'landline' | 'undetermined' | 'refused'

/** Whether the page must offer an authenticator app once more before the person goes on with this number (A8). */
export function mustAskAnyway(lineType: LineType): lineType is 'landline' | 'undetermined' {
  return lineType === 'landline' || lineType === 'undetermined'
}

/**
 * How the first code travels (A10): a landline is called, everything else gets a text.
 * Throws a GatehouseError `bad_request` for a number that codes are never sent to, so that a caller
 * who forgot to ask sends nothing.
 */
export function channelFor(lineType: LineType): Channel {
  if (lineType === 'refused') throw new GatehouseError('bad_request', { kind: 'number_refused' })
  return lineType === 'landline' ? 'call' : 'sms'
}
