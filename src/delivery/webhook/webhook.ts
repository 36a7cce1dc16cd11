import { Agent, type Dispatcher, errors, request } from 'undici'
import type { WebhookSettings } from '../../config/settings.ts'
import { DeliveryError, type DeliveryFault } from '../../domain/delivery.ts'
import { ATTEMPT_TIMEOUT_MS, type Carrier } from '../carrier.ts'
import { judge, type VendorAnswer } from './answer.ts'
import { PrivateAddressError, publicLookup, refusePrivateHost } from './public-address.ts'
import { holdsText, type OutgoingRequest, requestFor } from './request.ts'

const LARGEST_ANSWER_BYTES = 64 * 1024

/** One HTTP request to any vendor, as the configuration describes it. Redirects are not followed. */
export function openWebhook(name: string, webhook: WebhookSettings, timeoutMs = ATTEMPT_TIMEOUT_MS): Carrier {
  const agent = new Agent({
    allowH2: false,
    maxResponseSize: LARGEST_ANSWER_BYTES,
    connect: { timeout: timeoutMs, ...(webhook.allowPrivate ? {} : { lookup: publicLookup }) },
  })
  const readsAnswer = webhook.field !== null || webhook.reference !== null

  async function exchange(outgoing: OutgoingRequest): Promise<VendorAnswer> {
    if (!webhook.allowPrivate) refusePrivateHost(outgoing.url.hostname)
    const { method, url, headers, body } = outgoing
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await request(url, { method, headers, body, signal, dispatcher: agent })
    return { status: answer.statusCode, body: readsAnswer ? await answer.body.text() : await dropped(answer.body) }
  }

  return {
    name,
    codesOnly: !holdsText(webhook),
    async send(message) {
      const verdict = await exchange(requestFor(webhook, message)).then(
        (answer) => ({ ...judge(webhook, answer), cause: new Error(`the webhook answered ${answer.status}`) }),
        (failure: unknown) => ({ taken: false as const, fault: faultOf(failure), cause: plainly(failure) }),
      )
      if (!verdict.taken) throw new DeliveryError([{ carrier: name, fault: verdict.fault }], verdict.cause)
      return { carrier: name, reference: verdict.reference }
    },
  }
}

/** Whatever comes after the status does not change it. */
async function dropped(body: Dispatcher.ResponseData['body']): Promise<null> {
  body.on('error', () => undefined)
  await body.dump({ limit: LARGEST_ANSWER_BYTES }).catch(() => undefined)
  return null
}

function faultOf(failure: unknown): DeliveryFault {
  return failure instanceof PrivateAddressError || failure instanceof errors.InvalidArgumentError
    ? 'vendor_misconfigured'
    : 'vendor_unavailable'
}

/** Without the request, which may stand on errors of the network: it holds the code and the vendor's key. */
function plainly(failure: unknown): Error {
  if (failure instanceof PrivateAddressError) return failure
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : ''
  const name = failure instanceof Error ? failure.name : 'unknown'
  return new Error(`no answer from the webhook (${code || name})`)
}
