import { DeliveryError, type DeliveryFault } from '../../domain/delivery.ts'

/** By the codes of Twilio's error dictionary. */
const FAULTS: [DeliveryFault, number[]][] = [
  ['number_invalid', [13223, 13224, 13226, 21211, 21214, 21217]],
  ['landline_refused', [21614, 21635, 60205]],
  ['rate_limited', [10004, 14107, 20429, 21611, 60202, 60203, 60207, 60212]],
  ['region_blocked', [13227, 21215, 21408, 60220, 60605]],
  ['fraud_blocked', [21216, 30450, 60410, 60412]],
  ['lookup_not_permitted', [60601]],
  ['vendor_refused', [13225, 21268, 21610, 21612, 60238]],
  // Credentials that are wrong, accounts that are closed or on trial, senders and services without the feature.
  ['vendor_misconfigured', [10001, 10002, 20003, 20005, 20006, 20404, 21210, 21212, 21219, 21603, 21606, 21608, 21703]],
  ['vendor_misconfigured', [60201, 60204, 60213, 60214, 60217, 60223, 60243]],
]

const FAULT_OF = new Map(FAULTS.flatMap(([fault, codes]) => codes.map((code) => [code, fault] as const)))

const INVALID_PARAMETER = 60200

/**
 * What a rejection of the package means. The error that comes back holds nothing of the rejection but its numbers:
 * the package puts the number into messages, and its HTTP client puts request and credentials onto its errors.
 */
export function twilioError(carrier: string, rejection: unknown): DeliveryError {
  const { status, code, message } = answerOf(rejection)
  const cause = new Error(
    status === null
      ? `no answer from Twilio (${code ?? 'unknown'})`
      : `Twilio answered ${status}, error ${code ?? 'unknown'}`,
  )
  return new DeliveryError([{ carrier, fault: faultOf(status, code, message) }], cause)
}

function faultOf(status: number | null, code: string | number | null, message: string): DeliveryFault {
  // Of the parameters only the number is the person's; a code or language that Twilio dislikes is ours.
  if (code === INVALID_PARAMETER) return /\bTo\b/.test(message) ? 'number_invalid' : 'vendor_misconfigured'
  const known = typeof code === 'number' ? FAULT_OF.get(code) : undefined
  if (known !== undefined) return known
  if (status === null || status >= 500) return 'vendor_unavailable'
  if (status === 429) return 'rate_limited'
  return status === 401 ? 'vendor_misconfigured' : 'vendor_refused'
}

/** A rejection with a status is the vendor's answer (RestException); any other is of the network, or no JSON. */
function answerOf(rejection: unknown): { status: number | null; code: string | number | null; message: string } {
  if (!(rejection instanceof Error)) return { status: null, code: null, message: '' }
  const status = 'status' in rejection && typeof rejection.status === 'number' ? rejection.status : null
  const code = 'code' in rejection ? rejection.code : null
  const plain = typeof code === 'number' || (typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code)) ? code : null
  return { status, code: plain, message: rejection.message ?? '' }
}
