import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SCRIPTED, type Scripted } from './fake-twilio-numbers.ts'
import { openTwilioDescription } from './twilio-description.ts'

/** A Verify verification as Twilio keeps it, with the code of the newest send. */
export interface FakeVerification {
  sid: string
  to: string
  status: 'pending' | 'approved' | 'canceled'
  channel: string
  sends: number
  checks: number
  code: string
}

/** One request as it arrived. */
export interface TwilioRequest {
  method: string
  path: string
  form: Record<string, string>
  authorization: string
}

export interface FakeTwilio {
  url: string
  requests: TwilioRequest[]
  verifications: FakeVerification[]
  /** What request or answer did not fit Twilio's own description; empty without a description. */
  violations: string[]
  /** Every code, text and TwiML that was taken for a number, the newest last. */
  sentTo(phone: string): string[]
  /** Takes all of it away, and brings it back. */
  down: boolean
  close(): Promise<void>
}

export const ACCOUNT_SID = `AC${'0a'.repeat(16)}`
export const AUTH_TOKEN = 'the-auth-token-of-the-fake'
export const API_KEY = { sid: `SK${'0b'.repeat(16)}`, secret: 'the-secret-of-an-api-key' }
export const VERIFY_SERVICE = `VA${'0c'.repeat(16)}`
export const MESSAGING_SERVICE = `MG${'0d'.repeat(16)}`

const MOST_SENDS = 5
const MOST_CHECKS = 5

interface Answer {
  status: number
  body: unknown
}

type Handler = (parts: string[], request: TwilioRequest, query: URLSearchParams) => Answer | Scripted

/** What the gateway needs of Twilio, on loopback: it keeps state, and some numbers give each error (fake-twilio-numbers.ts). */
export async function startFakeTwilio(): Promise<FakeTwilio> {
  const description = openTwilioDescription(process.env['TWILIO_OPENAPI'])
  const sent: { to: string; what: string }[] = []
  const fake: FakeTwilio = {
    url: '',
    requests: [],
    verifications: [],
    violations: [],
    sentTo: (phone) => sent.filter(({ to }) => to === phone).map(({ what }) => what),
    down: false,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }

  const routes: [string, RegExp, Handler][] = [
    ['POST', /^\/v2\/Services\/(\w+)\/Verifications$/, startVerification],
    ['POST', /^\/v2\/Services\/(\w+)\/Verifications\/(\w+)$/, updateVerification],
    ['POST', /^\/v2\/Services\/(\w+)\/VerificationCheck$/, checkVerification],
    ['POST', /^\/2010-04-01\/Accounts\/(\w+)\/Messages\.json$/, createMessage],
    ['POST', /^\/2010-04-01\/Accounts\/(\w+)\/Calls\.json$/, createCall],
    ['GET', /^\/v2\/PhoneNumbers\/([^/]+)$/, lookUp],
  ]

  const server = createServer((req, res) => {
    void read(req).then((request) => {
      if (fake.down) return res.destroy()
      const { pathname, searchParams } = new URL(request.path, 'http://fake')
      fake.requests.push(request)
      fake.violations.push(...(description?.requestFaults(request) ?? []))
      const answer = answerTo(request, pathname, searchParams)
      if (answer === 'silence') return undefined
      if (answer === 'reset') return req.socket.resetAndDestroy()
      if (answer === 'garbage') return res.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway</h1>')
      fake.violations.push(...(description?.answerFaults(request, answer) ?? []))
      res.writeHead(answer.status, { 'Content-Type': 'application/json' })
      return res.end(JSON.stringify(answer.body))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake

  function answerTo(request: TwilioRequest, pathname: string, query: URLSearchParams): Answer | Scripted {
    if (!CREDENTIALS.includes(request.authorization)) return failure(401, 20003, 'Authenticate')
    for (const [method, pattern, handle] of routes) {
      const match = request.method === method ? pattern.exec(pathname) : null
      if (match !== null) return handle(match.slice(1).map(decodeURIComponent), request, query)
    }
    return failure(404, 20404, `The requested resource ${pathname} was not found`)
  }

  function startVerification([service]: string[], { form }: TwilioRequest): Answer | Scripted {
    if (service !== VERIFY_SERVICE) return failure(404, 20404, 'The requested resource was not found')
    const { To: to = '', Channel: channel = '', CustomCode: code = '' } = form
    const scripted = SCRIPTED[to]?.[channel === 'call' ? 'verify_call' : 'verify_sms']
    if (scripted !== undefined) return given(scripted)
    const current = fake.verifications.find((one) => one.to === to && one.status === 'pending')
    const verification = current ?? {
      sid: sid('VE'),
      to,
      status: 'pending' as const,
      channel,
      sends: 0,
      checks: 0,
      code,
    }
    if (current === undefined) fake.verifications.push(verification)
    if (verification.sends >= MOST_SENDS) return failure(429, 60203, 'Max send attempts reached')
    Object.assign(verification, { channel, code, sends: verification.sends + 1 })
    sent.push({ to, what: code })
    return { status: 201, body: verificationBody(verification) }
  }

  function updateVerification([, id]: string[], { form }: TwilioRequest): Answer {
    const verification = fake.verifications.find((one) => one.sid === id && one.status === 'pending')
    if (verification === undefined) return failure(404, 20404, 'The requested resource was not found')
    verification.status = form['Status'] === 'approved' ? 'approved' : 'canceled'
    return { status: 200, body: verificationBody(verification) }
  }

  function checkVerification(_parts: string[], { form }: TwilioRequest): Answer {
    const verification = fake.verifications.find((one) => one.to === form['To'] && one.status === 'pending')
    if (verification === undefined) return failure(404, 20404, 'The requested resource was not found')
    if (verification.checks >= MOST_CHECKS) return failure(429, 60202, 'Max check attempts reached')
    verification.checks += 1
    if (form['Code'] === verification.code) verification.status = 'approved'
    const {
      lookup: _lookup,
      send_code_attempts: _attempts,
      sna: _sna,
      url: _url,
      ...body
    } = verificationBody(verification)
    return { status: 201, body: { ...body, sna_attempts_error_codes: [] } }
  }

  function createMessage([account]: string[], { form }: TwilioRequest): Answer | Scripted {
    const scripted = SCRIPTED[form['To'] ?? '']?.messages
    if (scripted !== undefined) return given(scripted)
    sent.push({ to: form['To'] ?? '', what: form['Body'] ?? '' })
    return { status: 201, body: messageBody(account ?? '', form) }
  }

  function createCall([account]: string[], { form }: TwilioRequest): Answer | Scripted {
    const scripted = SCRIPTED[form['To'] ?? '']?.calls
    if (scripted !== undefined) return given(scripted)
    sent.push({ to: form['To'] ?? '', what: form['Twiml'] ?? '' })
    return { status: 201, body: callBody(account ?? '', form) }
  }

  function lookUp([phone = '']: string[], _request: TwilioRequest, query: URLSearchParams): Answer | Scripted {
    const scripted = SCRIPTED[phone]?.lookups ?? { type: 'mobile' }
    if (typeof scripted === 'string' || 'code' in scripted) return given(scripted)
    const { type = null, errorCode = null } = scripted
    const wanted = query.get('Fields') === 'line_type_intelligence'
    return { status: 200, body: lookupBody(fake.url, phone, wanted ? { type, error_code: errorCode } : null) }
  }
}

const CREDENTIALS = [`${ACCOUNT_SID}:${AUTH_TOKEN}`, `${API_KEY.sid}:${API_KEY.secret}`].map(
  (pair) => `Basic ${Buffer.from(pair).toString('base64')}`,
)

async function read(req: IncomingMessage): Promise<TwilioRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return {
    method: req.method ?? '',
    path: req.url ?? '',
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    authorization: req.headers.authorization ?? '',
  }
}

function given(
  scripted: Extract<Scripted, string> | { status: number; code: number; message: string },
): Answer | Scripted {
  return typeof scripted === 'string' ? scripted : failure(scripted.status, scripted.code, scripted.message)
}

function failure(status: number, code: number, message: string): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}

function sid(letters: string): string {
  return `${letters}${randomBytes(16).toString('hex')}`
}

const THEN = '2026-01-15T09:00:00Z'
const THEN_2822 = 'Thu, 15 Jan 2026 09:00:00 +0000'

function verificationBody({ sid: id, to, status, channel, sends }: FakeVerification) {
  const attempt = () => ({ time: THEN, channel: channel.toUpperCase(), attempt_sid: sid('VL') })
  return {
    sid: id,
    service_sid: VERIFY_SERVICE,
    account_sid: ACCOUNT_SID,
    to,
    channel,
    status,
    valid: status === 'approved',
    date_created: THEN,
    date_updated: THEN,
    lookup: {},
    amount: null,
    payee: null,
    send_code_attempts: Array.from({ length: sends }, attempt),
    sna: null,
    url: `https://verify.twilio.com/v2/Services/${VERIFY_SERVICE}/Verifications/${id}`,
  }
}

function messageBody(account: string, form: Record<string, string>) {
  const id = sid('SM')
  return {
    account_sid: account,
    api_version: '2010-04-01',
    body: form['Body'] ?? '',
    date_created: THEN_2822,
    date_sent: null,
    date_updated: THEN_2822,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: form['From'] ?? null,
    messaging_service_sid: form['MessagingServiceSid'] ?? null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: id,
    status: 'queued',
    subresource_uris: { media: `/2010-04-01/Accounts/${account}/Messages/${id}/Media.json` },
    to: form['To'] ?? '',
    uri: `/2010-04-01/Accounts/${account}/Messages/${id}.json`,
  }
}

function callBody(account: string, form: Record<string, string>) {
  const id = sid('CA')
  return {
    account_sid: account,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: null,
    date_updated: null,
    direction: 'outbound-api',
    duration: null,
    end_time: null,
    forwarded_from: null,
    from: form['From'] ?? '',
    from_formatted: form['From'] ?? '',
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: sid('PN'),
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: id,
    start_time: null,
    status: 'queued',
    subresource_uris: { recordings: `/2010-04-01/Accounts/${account}/Calls/${id}/Recordings.json` },
    to: form['To'] ?? '',
    to_formatted: form['To'] ?? '',
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${account}/Calls/${id}.json`,
  }
}

function lookupBody(url: string, phone: string, line: { type: string | null; error_code: number | null } | null) {
  return {
    calling_country_code: phone.slice(1, 3),
    country_code: 'GB',
    phone_number: phone,
    national_format: phone,
    valid: true,
    validation_errors: [],
    caller_name: null,
    sim_swap: null,
    call_forwarding: null,
    line_type_intelligence:
      line === null
        ? null
        : { ...line, carrier_name: 'Northwind Mobile', mobile_country_code: '234', mobile_network_code: '10' },
    line_status: null,
    identity_match: null,
    reassigned_number: null,
    sms_pumping_risk: null,
    url: `${url}/v2/PhoneNumbers/${phone}`,
  }
}
