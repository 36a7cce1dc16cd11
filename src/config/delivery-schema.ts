import { z } from 'zod'
import { credential, shapedText, text, unlessMissing, wholeNumber } from './fields.ts'

/** The `delivery` part of gatehouse.yaml: who carries codes and mail. */

const SID = (letters: string) => new RegExp(`^${letters}[0-9a-fA-F]{32}$`)
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/
const E164 = /^\+[1-9]\d{6,14}$/
const MAIL_ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[A-Za-z0-9.-]+$/
/** RFC 9110 §5.6.2, but for what belongs to the connection. */
const FIELD_NAME =
  /^(?!(host|content-length|transfer-encoding|connection|te|upgrade|expect|trailer)$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/i
const FIELD_PATH = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/

const oneOf = { minProperties: 1, maxProperties: 1 }
const exactlyOne = (keys: string) =>
  [
    (value: object) => Object.values(value).filter((entry) => entry !== undefined).length === 1,
    { error: `exactly one belongs here: write ${keys}` },
  ] as const

const sid = (letters: string, what: string) =>
  shapedText(SID(letters), `write the SID of ${what}, ${letters} and 32 hexadecimal digits`)

const twilioAccount = z
  .strictObject({
    account: sid('AC', 'the account').describe('SID of the Twilio account.'),
    auth_token: credential.optional().describe('Where the auth token of the account is.'),
    api_key: z
      .strictObject({
        sid: sid('SK', 'an API key').describe('SID of an API key of the account.'),
        secret: credential.describe('Where the secret of the API key is.'),
      })
      .optional()
      .describe('An API key instead of the auth token. It can be withdrawn by itself.'),
    region: shapedText(/^[a-z]{2}\d$/, 'write a region, as ie1')
      .optional()
      .describe('Region of Twilio, as ie1.'),
    edge: shapedText(/^[a-z-]+$/, 'write an edge location, as dublin')
      .optional()
      .describe('Edge location, as dublin.'),
    base_url: shapedText(/^https?:\/\/[^\s/?#@]+$/, 'write scheme and host, as https://twilio.example.com')
      .optional()
      .describe('Where every API of Twilio is reached instead of at its own addresses: an egress gateway, or a test.'),
  })
  .refine((account) => (account.auth_token === undefined) !== (account.api_key === undefined), {
    error: 'exactly one belongs to an account: write auth_token or api_key',
  })

const webhook = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT']).prefault('POST').describe('Method of the request.'),
  url: z
    .string({ error: unlessMissing('this is no web address: write it whole, as https://sms.example.com/send') })
    .describe('Address of the request. Path and query may hold placeholders.')
    .meta({ examples: ['https://sms.example.com/send'] }),
  headers: z
    .record(shapedText(FIELD_NAME, 'write the name of a header field, as Authorization'), z.string())
    .prefault({})
    .describe('Header fields, with placeholders, as "Bearer {token}".'),
  body: z
    .strictObject({
      json: z.unknown().optional().describe('Any structure; its texts may hold placeholders.'),
      form: z.record(text(), z.string()).optional().describe('Form fields, with placeholders.'),
    })
    .refine(...exactlyOne('{ json: … } or { form: … }'))
    .meta(oneOf)
    .optional()
    .describe('Body of the request.'),
  secrets: z
    .record(shapedText(/^[a-z][a-z0-9_]{0,30}$/, 'write a plain word, as token'), credential)
    .prefault({})
    .describe('Further placeholders, for what must not stand in this file.'),
  success: z
    .strictObject({
      status: z
        .array(wholeNumber(200, 299))
        .min(1, { error: 'no status stands here: leave the list out for every 2xx' })
        .optional()
        .describe('Statuses that mean that the message was taken. Left out: every 2xx.'),
      field: z
        .strictObject({
          path: shapedText(FIELD_PATH, 'write keys and indexes with dots between, as messages.0.status').describe(
            'Where in the JSON answer it stands, as messages.0.status.',
          ),
          equals: z
            .union([z.string(), z.number(), z.boolean()], {
              error: unlessMissing('write text, a number, true or false'),
            })
            .describe('What must stand there.'),
        })
        .optional()
        .describe('What the answer must say besides.'),
    })
    .prefault({})
    .describe('When the message counts as taken.'),
  reference: shapedText(FIELD_PATH, 'write keys and indexes with dots between, as messages.0.id')
    .optional()
    .describe('Where in the JSON answer the vendor names the message.'),
  allow_private: z
    .boolean()
    .prefault(false)
    .describe('Whether loopback, private and link-local addresses, and plain http, may be used.'),
})

const carrier = z
  .strictObject({
    twilio_verify: z
      .strictObject({
        service: sid('VA', 'a Verify service').describe(
          'SID of the Verify service; custom codes must be enabled in it.',
        ),
        locale: shapedText(LANGUAGE, 'write a language, as en-GB')
          .optional()
          .describe(
            "Language of the message where the account has none. Left out: what Twilio takes for the number's country.",
          ),
      })
      .optional()
      .describe('Own codes by Twilio Verify, as text or call.'),
    twilio_messages: z
      .strictObject({
        from: shapedText(
          /^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 ]{1,11})$/,
          'write a number in E.164, a short code or a name',
        )
          .optional()
          .describe('Number, short code or sender name that texts come from.'),
        messaging_service: sid('MG', 'a messaging service').optional().describe('SID of a messaging service instead.'),
      })
      .refine(...exactlyOne('from or messaging_service'))
      .meta(oneOf)
      .optional()
      .describe('Texts by Twilio.'),
    twilio_calls: z
      .strictObject({
        from: shapedText(E164, 'write it in E.164, as +15062345678').describe('Number that calls come from.'),
        language: shapedText(LANGUAGE, 'write a language, as en-GB')
          .prefault('en-GB')
          .describe(
            'Voice for texts in its language: fr-CA reads French. Other languages are read by voices of theirs.',
          ),
      })
      .optional()
      .describe('Calls by Twilio, in which the code is read out twice.'),
    webhook: webhook.optional().describe('One HTTP request, for any other vendor.'),
  })
  .refine(...exactlyOne('twilio_verify, twilio_messages, twilio_calls or webhook'))
  .meta(oneOf)

const order = (what: string) =>
  z
    .array(text())
    .min(1, { error: 'no carrier stands here: name at least one' })
    .max(3, { error: 'more than three carriers: somebody is waiting while they are asked' })
    .optional()
    .describe(`Names of the carriers that are asked to ${what}, in this order. Left out, with the other: the outbox.`)

const smtp = z.strictObject({
  host: shapedText(/^[A-Za-z0-9.:-]+$/, 'write the name of a mail server, as smtp.example.com').describe(
    'Mail server.',
  ),
  port: wholeNumber(1, 65_535).prefault(587).describe('Its port.'),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .prefault('starttls')
    .describe('starttls and tls are held to; none is for a server on this machine.'),
  user: text().optional().describe('Name to sign in with.'),
  password: credential.optional().describe('Where the password is.'),
  from: shapedText(MAIL_ADDRESS, 'write an e-mail address, as no-reply@example.com').describe(
    'Address that mail comes from.',
  ),
})

const CARRIER_NAME = /^(?!outbox$)[a-z][a-z0-9_-]{0,30}$/

export const deliverySchema = z.strictObject({
  twilio: twilioAccount.optional().describe('The Twilio account that carriers and lookups use.'),
  carriers: z
    .record(shapedText(CARRIER_NAME, 'write a plain word of your own, as verify'), carrier)
    .prefault({})
    .describe('Who may carry codes, each under a name of your own. The names stand in the audit trail.'),
  sms: order('text a code'),
  call: order('read a code out in a call'),
  line_type: z
    .enum(['numbering_plan', 'twilio_lookup'])
    .prefault('numbering_plan')
    .describe('How mobiles are told from landlines: by the numbering plans of the world, or by asking Twilio besides.'),
  smtp: smtp.optional().describe('Mail server for notices.'),
})

export type DeliveryFile = z.output<typeof deliverySchema>
export type CarrierEntry = DeliveryFile['carriers'][string]
export type WebhookEntry = NonNullable<CarrierEntry['webhook']>
