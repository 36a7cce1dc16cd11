import type { Logger } from 'pino'
import type { CarrierSettings, DeliverySettings } from '../config/settings.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Mailer, Sender } from '../domain/ports/delivery.ts'
import type { LineTypeLookup } from '../domain/ports/phone-numbers.ts'
import { boundedLineType } from './bounded-line-type.ts'
import { ATTEMPT_TIMEOUT_MS, type Carrier } from './carrier.ts'
import { openFallback } from './fallback.ts'
import { openLineTypes } from './line-type.ts'
import { openOutbox } from './outbox.ts'
import { openSmtp } from './smtp.ts'
import { openCalls } from './twilio/calls.ts'
import { openTwilio, type Twilio } from './twilio/client.ts'
import { openTwilioLineTypes } from './twilio/line-types.ts'
import { openMessages } from './twilio/messages.ts'
import { openVerify } from './twilio/verify.ts'
import { openWebhook } from './webhook/webhook.ts'

export interface Delivery {
  sender: Sender
  lineTypes: LineTypeLookup
  /** Null where no mail server is configured, unless there is nothing but the outbox. */
  mailer: Mailer | null
}

/** Opens what the configuration names; what it does not name is not even loaded. Nobody is asked anything yet. */
export async function openDelivery(
  settings: DeliverySettings,
  parts: {
    portalName: string
    outbox: { file: string | null; print: (line: string) => void }
    clock: Clock
    log: Logger
  },
): Promise<Delivery> {
  const { log } = parts
  const twilio = settings.twilio === null ? null : await openTwilio(settings.twilio)
  const plan = openLineTypes()
  const lineTypes = settings.lineType === 'twilio_lookup' ? openTwilioLineTypes(configured(twilio), plan) : plan
  return {
    ...(await openPost(settings, twilio, parts)),
    lineTypes: boundedLineType(lineTypes, {
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      report: (attempt, cause) => log.warn({ ...attempt, err: cause }, 'line type could not be looked up'),
    }),
  }
}

async function openPost(
  { channels, carriers, smtp }: DeliverySettings,
  twilio: Twilio | null,
  { portalName, outbox, clock, log }: Parameters<typeof openDelivery>[1],
): Promise<Pick<Delivery, 'sender' | 'mailer'>> {
  const mailer = smtp === null ? null : await openSmtp(smtp, { senderName: portalName })
  if (channels === null) {
    const standIn = openOutbox({ ...outbox, clock })
    return { sender: standIn.sender, mailer: mailer ?? standIn.mailer }
  }
  const opened = new Map(carriers.map((carrier) => [carrier.name, openCarrier(carrier, twilio)]))
  const named = (names: string[]) => names.flatMap((name) => opened.get(name) ?? [])
  const sender = openFallback({
    carriers: { sms: named(channels.sms), call: named(channels.call) },
    report: (attempt, cause) => log.warn({ ...attempt, err: cause }, 'a carrier did not take a message'),
  })
  return { sender, mailer }
}

function openCarrier(settings: CarrierSettings, twilio: Twilio | null): Carrier {
  switch (settings.kind) {
    case 'twilio_verify':
      return openVerify(configured(twilio), settings)
    case 'twilio_messages':
      return openMessages(configured(twilio), settings)
    case 'twilio_calls':
      return openCalls(configured(twilio), settings)
    case 'webhook':
      return openWebhook(settings.name, settings.webhook)
  }
}

function configured(twilio: Twilio | null): Twilio {
  if (twilio === null) throw new Error('a carrier needs a Twilio account, and none is configured')
  return twilio
}
