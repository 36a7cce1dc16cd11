import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { faultsOf, loaded, SECRET, SOUND_GATEHOUSE } from './written.ts'

const ENV = { SECRET, TOKEN: 'a-token', LINES: 'one\ntwo' }
const ACCOUNT = `AC${'0'.repeat(32)}`
const SERVICE = `VA${'0'.repeat(32)}`
const TWILIO = `twilio: { account: ${ACCOUNT}, auth_token: { env: TOKEN } }`
const BOTH = '  sms: [hook]\n  call: [hook]\n'

interface Case {
  name: string
  /** Stands below `delivery:` on line 4. */
  delivery: string
  faults: string[]
}

const CASES: Case[] = [
  {
    name: 'carriers that are not there, stand there twice, carry something else, or are not used',
    delivery: `  ${TWILIO}
  carriers:
    verify: { twilio_verify: { service: ${SERVICE} } }
    voice: { twilio_calls: { from: '+15005550006' } }
    spare: { twilio_messages: { from: Northwind } }
  sms: [verfy, verify, verify, voice]
  call: [voice]
`,
    faults: [
      'gatehouse.yaml:9:5: no list names this carrier: put it into sms or call, or remove it',
      'gatehouse.yaml:10:8: more than three carriers: somebody is waiting while they are asked',
      'gatehouse.yaml:10:9: there is no carrier "verfy": did you mean "verify"?',
      'gatehouse.yaml:10:24: "verify" stands here twice: keep one',
      'gatehouse.yaml:10:32: "voice" carries calls only: name another carrier here',
    ],
  },
  {
    name: 'a carrier of texts that is to call',
    delivery: `  ${TWILIO}
  carriers: { texts: { twilio_messages: { from: Northwind } } }
  sms: [texts]
  call: [texts]
`,
    faults: ['gatehouse.yaml:8:10: "texts" carries texts only: name another carrier here'],
  },
  {
    name: 'texts without calls',
    delivery: `  ${TWILIO}
  carriers: { verify: { twilio_verify: { service: ${SERVICE} } } }
  sms: [verify]
`,
    faults: ['gatehouse.yaml:7:3: texts and calls go together: write "call: [NAME]" too'],
  },
  {
    name: 'an account that nothing uses; an account that is missing',
    delivery: `  ${TWILIO}
`,
    faults: ['gatehouse.yaml:5:3: nothing uses this account: name it in a carrier, or remove it'],
  },
  {
    name: 'a lookup and a carrier without an account',
    delivery: `  carriers: { verify: { twilio_verify: { service: ${SERVICE} } } }
  sms: [verify]
  call: [verify]
  line_type: twilio_lookup
`,
    faults: [
      'gatehouse.yaml:5:15: the Twilio account is missing: write "twilio: { account: AC…, auth_token: { env: TWILIO_AUTH_TOKEN } }" below delivery',
      'gatehouse.yaml:8:14: the Twilio account is missing: write "twilio: { account: AC…, auth_token: { env: TWILIO_AUTH_TOKEN } }" below delivery',
    ],
  },
  {
    name: 'SIDs of another kind, and secrets that stand here or are not set',
    delivery: `  twilio: { account: ${SERVICE}, auth_token: hunter2, api_key: { sid: SK0, secret: { env: NOT_SET } } }
  line_type: twilio_lookup
`,
    faults: [
      `gatehouse.yaml:5:22: "${SERVICE}" is not possible: write the SID of the account, AC and 32 hexadecimal digits`,
      'gatehouse.yaml:5:70: a secret does not stand here itself: write { env: NAME } or { file: PATH }',
      'gatehouse.yaml:5:95: "SK0" is not possible: write the SID of an API key, SK and 32 hexadecimal digits',
      'gatehouse.yaml:5:108: the environment variable NOT_SET is not set: put it there',
    ],
  },
  {
    name: 'an account with two credentials',
    delivery: `  twilio: { account: ${ACCOUNT}, auth_token: { env: TOKEN }, api_key: { sid: SK${'1'.repeat(32)}, secret: { env: TOKEN } } }
  line_type: twilio_lookup
`,
    faults: ['gatehouse.yaml:5:11: exactly one belongs to an account: write auth_token or api_key'],
  },
  {
    name: 'a secret of more than one line, and a file that is not there',
    delivery: `  twilio: { account: ${ACCOUNT}, auth_token: { env: LINES } }
  line_type: twilio_lookup
  smtp: { host: mail.example.com, from: no-reply@example.com, user: u, password: { file: /nowhere/password } }
`,
    faults: [
      'gatehouse.yaml:5:70: what stands there has more than one line: put nothing but the secret there',
      'gatehouse.yaml:7:82: there is no file /nowhere/password: put it there',
    ],
  },
  {
    name: 'a mail server that would see the password in the clear, half a login, and a sender that is none',
    delivery: `  smtp: { host: mail.example.com, from: "Northwind <a@b.c>", user: u, password: { env: TOKEN }, security: none }
`,
    faults: [
      'gatehouse.yaml:5:41: "Northwind <a@b.c>" is not possible: write an e-mail address, as no-reply@example.com',
      'gatehouse.yaml:5:107: the password would travel in the clear: write starttls or tls',
    ],
  },
  {
    name: 'half a login',
    delivery: `  smtp: { host: mail.example.com, from: a@b.example, user: u }
`,
    faults: ['gatehouse.yaml:5:3: user and password go together: write both, or none'],
  },
  {
    name: 'a carrier of no kind, of two, and under the name of the outbox',
    delivery: `  ${TWILIO}
  carriers:
    one: {}
    two: { twilio_verify: { service: ${SERVICE} }, webhook: { url: 'https://sms.example.com/{to}/{code}' } }
    outbox: { webhook: { url: 'https://sms.example.com/{to}/{code}' } }
  sms: [one, two, outbox]
  call: [one, two]
`,
    faults: [
      'gatehouse.yaml:7:10: exactly one belongs here: write twilio_verify, twilio_messages, twilio_calls or webhook',
      'gatehouse.yaml:8:10: exactly one belongs here: write twilio_verify, twilio_messages, twilio_calls or webhook',
      'gatehouse.yaml:9:5: "outbox" is not possible: write a plain word of your own, as verify',
    ],
  },
  {
    name: 'a webhook with unknown and unused placeholders, and nothing that holds the code',
    delivery: `  carriers:
    hook:
      webhook:
        url: https://sms.example.com/send?to={too}
        headers: { Authorization: 'Bearer {tokn}', X-Text: '{text}', X-Name: Größe }
        body: { json: { a: ['{chanel}'] } }
        secrets: { token: { env: TOKEN }, code: { env: TOKEN } }
${BOTH}`,
    faults: [
      'gatehouse.yaml:8:9: this request does not say where to: put {to} into it',
      'gatehouse.yaml:8:14: nothing is called {too}: did you mean "to"?',
      'gatehouse.yaml:9:35: nothing is called {tokn}: did you mean "token"?',
      'gatehouse.yaml:9:60: {text} cannot stand in a header: put it elsewhere',
      'gatehouse.yaml:9:78: a header holds printable ASCII only: write it in that',
      'gatehouse.yaml:10:23: nothing is called {chanel}: did you mean "channel"?',
      'gatehouse.yaml:11:20: nothing uses {token}: put it where it belongs, or remove it',
      'gatehouse.yaml:11:43: {code} is what the message fills in: choose another name',
    ],
  },
  {
    name: 'a webhook that says neither where to nor what',
    delivery: `  carriers:
    hook: { webhook: { url: 'https://sms.example.com/send', method: GET, body: { form: { c: '{channel}' } } } }
${BOTH}`,
    faults: [
      'gatehouse.yaml:6:22: this request does not hold the code: put {code} or {text} into it',
      'gatehouse.yaml:6:22: this request does not say where to: put {to} into it',
      'gatehouse.yaml:6:80: GET has no body: write POST, or remove it',
    ],
  },
]

for (const { name, delivery, faults } of CASES) {
  test(`delivery fault · ${name}`, async (t) => {
    assert.deepEqual(await faultsOf(t, { gatehouse: `${SOUND_GATEHOUSE}delivery:\n${delivery}` }, ENV), faults)
  })
}

const ADDRESSES: [string, string | null][] = [
  ['https://sms.example.com/{to}/{code}', null],
  ['https://sms.example.com:8443/?to={to}&text={text}', null],
  ['nowhere/{to}{code}', 'this is no web address: write it whole, as https://sms.example.com/send'],
  ['ftp://sms.example.com/{to}{code}', 'this is no web address: write it whole, as https://sms.example.com/send'],
  [
    'https://{to}.example.com/{code}',
    'a placeholder may stand in path and query only: write it whole, as https://sms.example.com/send',
  ],
  [
    'https://u:hunter2@sms.example.com/{to}{code}',
    'a name and password stand in this address: send them in an Authorization header',
  ],
  ['https://sms.example.com/{to}{code}#x', 'a fragment is never sent: remove it'],
  [
    'http://sms.example.com/{to}{code}',
    'codes would travel in the clear: write https://, or allow_private: true for a server of your own',
  ],
]

test('delivery fault · addresses of webhooks, which are not repeated', async (t) => {
  for (const [url, message] of ADDRESSES) {
    const gatehouse = `${SOUND_GATEHOUSE}delivery:\n  carriers: { hook: { webhook: { url: '${url}' } } }\n${BOTH}`
    const faults = await faultsOf(t, { gatehouse }, ENV)
    assert.deepEqual(faults, message === null ? [] : [`gatehouse.yaml:5:39: ${message}`], url)
  }
})

test('a whole delivery section is read, with its secrets', async (t) => {
  const dir = await tempDir(t)
  await writeFile(join(dir, 'smtp-password'), 'hunter2\n')
  const gatehouse = `${SOUND_GATEHOUSE}delivery:
  twilio: { account: ${ACCOUNT}, api_key: { sid: SK${'1'.repeat(32)}, secret: { env: TOKEN } }, region: ie1, edge: dublin }
  carriers:
    verify: { twilio_verify: { service: ${SERVICE} } }
    hook:
      webhook:
        url: https://sms.example.com/send
        headers: { Authorization: 'Bearer {token}' }
        body: { json: { to: '{to}', text: '{text}', retries: 0 } }
        secrets: { token: { env: TOKEN } }
        success: { status: [200], field: { path: result.ok, equals: true } }
        reference: result.id
  sms: [verify, hook]
  call: [verify]
  line_type: twilio_lookup
  smtp: { host: mail.example.com, user: gatehouse, password: { file: smtp-password }, from: no-reply@example.com }
`
  const { settings } = await loaded(t, { gatehouse }, { env: ENV, dataDir: dir })
  assert.deepEqual(settings.delivery, {
    twilio: {
      accountSid: ACCOUNT,
      username: `SK${'1'.repeat(32)}`,
      password: 'a-token',
      region: 'ie1',
      edge: 'dublin',
      baseUrl: null,
    },
    carriers: [
      { name: 'verify', kind: 'twilio_verify', serviceSid: SERVICE, locale: null },
      {
        name: 'hook',
        kind: 'webhook',
        webhook: {
          method: 'POST',
          url: 'https://sms.example.com/send',
          headers: { Authorization: 'Bearer {token}' },
          body: { json: { to: '{to}', text: '{text}', retries: 0 } },
          secrets: { token: 'a-token' },
          statuses: [200],
          field: { path: ['result', 'ok'], equals: true },
          reference: ['result', 'id'],
          allowPrivate: false,
        },
      },
    ],
    channels: { sms: ['verify', 'hook'], call: ['verify'] },
    lineType: 'twilio_lookup',
    smtp: {
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
      login: { user: 'gatehouse', password: 'hunter2' },
      from: 'no-reply@example.com',
    },
  })
})

test('without a delivery section codes go to the outbox', async (t) => {
  const { settings } = await loaded(t, {})
  assert.deepEqual(settings.delivery, {
    twilio: null,
    carriers: [],
    channels: null,
    lineType: 'numbering_plan',
    smtp: null,
  })
})
