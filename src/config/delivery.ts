import type { Channel } from '../domain/factor.ts'
import { readCredential } from './credential.ts'
import type { CarrierEntry, DeliveryFile } from './delivery-schema.ts'
import type { Credential } from './fields.ts'
import type { Fault } from './fault.ts'
import type { Lenient } from './lenient.ts'
import { repeated } from './repeated.ts'
import type { CarrierSettings, DeliverySettings, SmtpSettings, TwilioSettings } from './settings.ts'
import type { Path, Source } from './source.ts'
import { suggestion } from './suggestion.ts'
import { webhookFaults, webhookFrom } from './webhook.ts'

interface Start {
  env: NodeJS.ProcessEnv
  dataDir: string
}

const CHANNELS = ['sms', 'call'] as const
const TWILIO = 'twilio: { account: AC…, auth_token: { env: TWILIO_AUTH_TOKEN } }'

/** What `delivery` says that cannot be, beyond its shape. */
export function deliveryFaults(source: Source, delivery: Lenient<DeliveryFile>, start: Start): Fault[] {
  const { carriers = {} } = delivery
  return [
    ...CHANNELS.flatMap((channel) => listFaults(source, delivery, channel)),
    ...Object.entries(carriers).flatMap(([name, carrier]) => carrierFaults(source, delivery, name, carrier)),
    ...twilioFaults(source, delivery),
    ...smtpFaults(source, delivery.smtp),
    ...credentialsOf(delivery).flatMap(({ at, from }) => {
      const read = readCredential(from, start)
      return 'fault' in read ? source.fault(['delivery', ...at], read.fault) : []
    }),
  ]
}

function listFaults(source: Source, delivery: Lenient<DeliveryFile>, channel: Channel): Fault[] {
  const { carriers = {} } = delivery
  const list = delivery[channel]
  const other = channel === 'sms' ? 'call' : 'sms'
  if (list === undefined) {
    // Somebody whose number is a landline, or whose text does not come, is offered a call (A10, A11).
    return channel in delivery || delivery[other] === undefined
      ? []
      : [source.fault(['delivery', other], `texts and calls go together: write "${channel}: [NAME]" too`, 'key')]
  }
  const at = (index: number): Path => ['delivery', channel, index]
  const named = list.map((name, index) => ({ name, index }))
  return [
    ...repeated(named).map(({ name, index }) => source.fault(at(index), `"${name}" stands here twice: keep one`)),
    ...named.flatMap(({ name, index }) => {
      if (name === undefined) return []
      if (!Object.hasOwn(carriers, name)) {
        const message = `there is no carrier "${name}": ${suggestion(name, Object.keys(carriers))}`
        return source.fault(at(index), message)
      }
      const only = onlyChannel(carriers[name] ?? {})
      if (only === null || only === channel) return []
      const carries = only === 'sms' ? 'texts' : 'calls'
      return source.fault(at(index), `"${name}" carries ${carries} only: name another carrier here`)
    }),
  ]
}

/** Null for a carrier that carries both. */
function onlyChannel(carrier: Lenient<CarrierEntry>): Channel | null {
  if ('twilio_messages' in carrier) return 'sms'
  return 'twilio_calls' in carrier ? 'call' : null
}

function carrierFaults(
  source: Source,
  delivery: Lenient<DeliveryFile>,
  name: string,
  carrier: Lenient<CarrierEntry> | undefined,
): Fault[] {
  const at = ['delivery', 'carriers', name]
  const faults: Fault[] = []
  if (!CHANNELS.some((channel) => delivery[channel]?.includes(name))) {
    faults.push(source.fault(at, 'no list names this carrier: put it into sms or call, or remove it', 'key'))
  }
  if (isTwilio(carrier) && !('twilio' in delivery)) {
    faults.push(source.fault(at, `the Twilio account is missing: write "${TWILIO}" below delivery`, 'key'))
  }
  if (carrier?.webhook !== undefined) faults.push(...webhookFaults(source, [...at, 'webhook'], carrier.webhook))
  return faults
}

function isTwilio(carrier: Lenient<CarrierEntry> | undefined): boolean {
  return Object.keys(carrier ?? {}).some((kind) => kind.startsWith('twilio_'))
}

function twilioFaults(source: Source, delivery: Lenient<DeliveryFile>): Fault[] {
  const lookup = delivery.line_type === 'twilio_lookup'
  const used = lookup || Object.values(delivery.carriers ?? {}).some(isTwilio)
  if ('twilio' in delivery && !used) {
    return [
      source.fault(['delivery', 'twilio'], 'nothing uses this account: name it in a carrier, or remove it', 'key'),
    ]
  }
  return lookup && !('twilio' in delivery)
    ? [source.fault(['delivery', 'line_type'], `the Twilio account is missing: write "${TWILIO}" below delivery`)]
    : []
}

function smtpFaults(source: Source, smtp: Lenient<NonNullable<DeliveryFile['smtp']>> | undefined): Fault[] {
  if (smtp === undefined) return []
  if ('user' in smtp !== 'password' in smtp) {
    return [source.fault(['delivery', 'smtp'], 'user and password go together: write both, or none', 'key')]
  }
  return smtp.security === 'none' && 'password' in smtp
    ? [source.fault(['delivery', 'smtp', 'security'], 'the password would travel in the clear: write starttls or tls')]
    : []
}

function credentialsOf({ twilio, carriers = {}, smtp }: Lenient<DeliveryFile>): { at: Path; from: Credential }[] {
  const all: { at: Path; from: Credential | undefined }[] = [
    { at: ['twilio', 'auth_token'], from: twilio?.auth_token },
    { at: ['twilio', 'api_key', 'secret'], from: twilio?.api_key?.secret },
    { at: ['smtp', 'password'], from: smtp?.password },
    ...Object.entries(carriers).flatMap(([name, carrier]) =>
      Object.entries(carrier?.webhook?.secrets ?? {}).map(([secret, from]) => ({
        at: ['carriers', name, 'webhook', 'secrets', secret],
        from,
      })),
    ),
  ]
  return all.flatMap(({ at, from }) => (from === undefined ? [] : [{ at, from }]))
}

/** What a `delivery` without faults says, with its credentials read. */
export function deliveryFrom(file: DeliveryFile, start: Start): DeliverySettings {
  const read = (from: Credential): string => {
    const result = readCredential(from, start)
    if ('fault' in result) throw new Error(result.fault)
    return result.value
  }
  const { sms, call } = file
  return {
    twilio: twilioFrom(file.twilio, read),
    carriers: Object.entries(file.carriers).map(([name, entry]) => carrierFrom(name, entry, read)),
    channels: sms === undefined || call === undefined ? null : { sms, call },
    lineType: file.line_type,
    smtp: smtpFrom(file.smtp, read),
  }
}

type Reader = (from: Credential) => string

function twilioFrom(account: DeliveryFile['twilio'], read: Reader): TwilioSettings | null {
  if (account === undefined) return null
  const { api_key: key, auth_token: token } = account
  return {
    accountSid: account.account,
    username: key?.sid ?? account.account,
    password: key !== undefined ? read(key.secret) : token !== undefined ? read(token) : '',
    region: account.region ?? null,
    edge: account.edge ?? null,
    baseUrl: account.base_url ?? null,
  }
}

function carrierFrom(name: string, entry: CarrierEntry, read: Reader): CarrierSettings {
  const { twilio_verify: verify, twilio_messages: messages, twilio_calls: calls, webhook } = entry
  if (verify !== undefined) {
    return { name, kind: 'twilio_verify', serviceSid: verify.service, locale: verify.locale ?? null }
  }
  if (messages?.messaging_service !== undefined) {
    return { name, kind: 'twilio_messages', sender: { messagingServiceSid: messages.messaging_service } }
  }
  if (messages?.from !== undefined) return { name, kind: 'twilio_messages', sender: { from: messages.from } }
  if (calls !== undefined) return { name, kind: 'twilio_calls', ...calls }
  if (webhook === undefined) throw new Error(`the carrier ${name} is of no kind`)
  const secrets = Object.entries(webhook.secrets).map(([secret, from]) => [secret, read(from)])
  return { name, kind: 'webhook', webhook: webhookFrom(webhook, Object.fromEntries(secrets)) }
}

function smtpFrom(smtp: DeliveryFile['smtp'], read: Reader): SmtpSettings | null {
  if (smtp === undefined) return null
  const { host, port, security, user, password, from } = smtp
  const login = user === undefined || password === undefined ? null : { user, password: read(password) }
  return { host, port, security, login, from }
}
