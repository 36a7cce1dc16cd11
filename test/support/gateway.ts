import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { openReload } from '../../src/cli/reload.ts'
import { formatFault } from '../../src/config/fault.ts'
import { type Loaded, loadConfiguration } from '../../src/config/load.ts'
import { openReloadRecord } from '../../src/config/reload-status.ts'
import type { Configuration } from '../../src/config/settings.ts'
import type { Channel } from '../../src/domain/factor.ts'
import { type Gateway, openGateway } from '../../src/gateway.ts'
import { type TestClock, testClock } from './clock.ts'
import { freePort } from './free-port.ts'
import type { StoreSet } from './store-sets.ts'
import { startUpstream, type Upstream } from './upstream.ts'
import { type Answer, Visitor, type VisitorOptions } from './visitor.ts'

export const PASSWORD = 'correct-horse-battery'
export const SIGN_IN = '/_gatehouse/sign-in'
export const CHALLENGE = '/_gatehouse/challenge'
export const ENROLL_PHONE = '/_gatehouse/enroll/phone'
export const ENROLL_APP = '/_gatehouse/enroll/app'

export const PEOPLE = {
  ada: 'ada@northwind.example',
  maria: 'maria@northwind.example',
  carl: 'carl@fabrikam.example',
  dora: 'dora@backup.example',
} as const
export type Person = keyof typeof PEOPLE

export interface SentMessage {
  time: string
  channel: Channel
  to: string
  code: string
  text: string
}

/** What people were told, without a code. */
export interface SentNotice {
  time: string
  channel: 'email' | 'sms'
  to: string
  code: null
  text: string
  /** Of an e-mail. */
  subject?: string
}

export interface TestGatewayOptions {
  stores: StoreSet
  /** The whole of `policy.yaml`; the demo's companies with nothing demanded when left out. */
  policy?: string
  /** Lines added to `gatehouse.yaml`. */
  settings?: string
  /** The `portal:` of it. */
  portal?: string
  /** The `apps:` of `gatehouse.yaml`; `UPSTREAM` in it stands for the spy's address. */
  apps?: string
}

/** What another start may be given. */
export interface Changes {
  policy?: string
  settings?: string
  apps?: string
  /** Whose accounts the file lists; everybody's when left out. */
  seeds?: Person[]
}

export interface TestGateway {
  origin: string
  clock: TestClock
  upstream: Upstream
  /** Every line that was logged, as JSON. */
  logged: string[]
  /** The codes, in the order in which they were sent. */
  readonly sent: SentMessage[]
  /** The notices so far: they are sent after the answer. */
  readonly notices: SentNotice[]
  /** Every notice, once there are as many. Fails when they do not come. */
  told(count: number): Promise<SentNotice[]>
  visitor(options?: VisitorOptions): Visitor
  /** The code that was sent last. */
  lastCode(): string
  /** Enrolls a mobile of this person's through the pages, from a browser of its own. */
  enrolled(person: Person): Promise<void>
  /** A browser in which this person is signed in with a second factor. */
  signedIn(person: Person, options?: VisitorOptions): Promise<Visitor>
  /** Stops the process' gateway and starts another on the same stores, with other policy or settings if given. */
  restart(changes?: Changes): Promise<void>
  /** Writes both files anew, and reloads them as a running process does. Answers what it prints. */
  reload(changes?: Changes): Promise<string[]>
  /** What is in force. */
  configuration(): Configuration
  /** Where its files are; they stand in for the data directory too. */
  dir: string
  /** What `gatehouse.yaml` needs of the environment. */
  env: NodeJS.ProcessEnv
}

export const MOBILES: Record<Person, string> = {
  ada: '07400 123401',
  maria: '07400 123402',
  carl: '07400 123403',
  dora: '07400 123404',
}

/** The policy of the demo; `northwind`, `fabrikam`, `backup` and `more` are lines put into it. */
export function policyYaml(
  changes: { northwind?: string; fabrikam?: string; backup?: string; more?: string } = {},
): string {
  return `
companies:
  northwind:
    name: Northwind IT
    kind: partner
    trusted_networks: [{ name: Head office, ranges: [127.0.0.2/32] }]
    ${changes.northwind ?? ''}
  fabrikam:
    name: Fabrikam
    kind: client
    partner: northwind
    ${changes.fabrikam ?? ''}
  backup-direct:
    name: Backup Direct
    kind: direct
    ${changes.backup ?? ''}
${changes.more ?? ''}
`
}

const APPS = `
  - { name: Partner portal, path: /, upstream: UPSTREAM }
  - { name: Data protection, path: /protection/, upstream: UPSTREAM, allow: { kinds: [partner, client] } }
  - { name: Backup, path: /backup/, upstream: UPSTREAM, allow: { kinds: [direct] } }
`

/** A gateway on a free port before a spy, on real stores, with a clock that the test moves. Closed when the test ends. */
export async function startGateway(t: TestContext, options: TestGatewayOptions): Promise<TestGateway> {
  const upstream = await startUpstream()
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
  const stores = await options.stores.fresh()
  const clock = testClock()
  const logged: string[] = []
  const outboxFile = join(dir, 'outbox.jsonl')
  const port = await freePort()
  const origin = `http://localhost:${port}`

  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) })
  const reloads = openReloadRecord(clock)

  async function load({ policy, settings, seeds, apps = APPS }: Changes): Promise<Loaded> {
    await writeFile(join(dir, 'policy.yaml'), policy ?? policyYaml())
    await writeFile(
      join(dir, 'gatehouse.yaml'),
      gatehouseYaml({ upstream: upstream.url, stores: stores.yaml, apps, settings, portal: options.portal, seeds }),
    )
    return loadConfiguration(dir, { env: { SECRET }, dataDir: dir, port })
  }

  async function start(changes: Changes): Promise<Gateway> {
    const loaded = await load(changes)
    if ('faults' in loaded) throw new Error(loaded.faults.map(formatFault).join('\n'))
    const outbox = { file: outboxFile, print: () => {} }
    const gateway = await openGateway(loaded.configuration, { clock, log, dataDir: dir, outbox, reloads })
    gateway.server.listen(port, '127.0.0.1')
    await once(gateway.server, 'listening')
    const { metrics } = loaded.configuration.settings
    if (gateway.operations !== null && metrics !== null) {
      gateway.operations.listen(metrics.port, metrics.host)
      await once(gateway.operations, 'listening')
    }
    return gateway
  }

  let current = await start(options)
  t.after(async () => {
    await current.close()
    await upstream.close()
    await stores.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  function outboxLines(): (SentMessage | SentNotice)[] {
    if (!existsSync(outboxFile)) return []
    return readFileSync(outboxFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SentMessage | SentNotice)
  }

  const gate: TestGateway = {
    origin,
    clock,
    upstream,
    logged,
    get sent() {
      return outboxLines().filter((message) => message.code !== null)
    },
    get notices() {
      return outboxLines().filter((message) => message.code === null)
    },
    async told(count) {
      const until = performance.now() + 5000
      while (gate.notices.length < count && performance.now() < until) await nextTurn()
      if (gate.notices.length < count) throw new Error(`${gate.notices.length} notices of ${count} were sent`)
      return gate.notices
    },
    visitor: (visitorOptions) => new Visitor(origin, visitorOptions),
    lastCode() {
      const message = gate.sent.at(-1)
      if (message === undefined) throw new Error('no code was sent')
      return message.code
    },
    async enrolled(person) {
      const visitor = gate.visitor()
      await signIn(visitor, person)
      const done = await enrollPhone(gate, visitor, { country: 'GB', phone: MOBILES[person] })
      if (done.location !== '/_gatehouse/enroll/done')
        throw new Error(`${person} could not be enrolled: ${done.status}`)
    },
    async signedIn(person, visitorOptions) {
      const visitor = gate.visitor(visitorOptions)
      const first = await signIn(visitor, person)
      const last =
        first.location === CHALLENGE
          ? await visitor.post(CHALLENGE, { code: gate.lastCode() })
          : await enrollPhone(gate, visitor, { country: 'GB', phone: MOBILES[person] })
      if (last.status !== 303) throw new Error(`${person} could not sign in: ${last.status}`)
      return visitor
    },
    async restart(changes = {}) {
      await current.close()
      current = await start({ ...options, ...changes })
    },
    async reload(changes = {}) {
      const printed: string[] = []
      const print = (line: string) => void printed.push(line)
      const again = () => load({ ...options, ...changes })
      await openReload({ gateway: current, load: again, record: reloads, log, print })()
      return printed
    },
    configuration: () => current.configuration(),
    dir,
    env: { SECRET },
  }
  return gate
}

/** The password, through the form. */
export function signIn(visitor: Visitor, person: Person, { next = '/' } = {}): Promise<Answer> {
  return visitor.post(SIGN_IN, { username: PEOPLE[person], password: PASSWORD, next })
}

/** A number and the code that was sent to it, through the forms. Answers what came of the code. */
export async function enrollPhone(
  gate: TestGateway,
  visitor: Visitor,
  number: { country: string; phone: string },
): Promise<Answer> {
  const typed = await visitor.post(ENROLL_PHONE, { ...number, anyway: '1' })
  if (typed.location !== CHALLENGE) throw new Error(`the number was not accepted: ${typed.status}`)
  return visitor.post(CHALLENGE, { code: gate.lastCode() })
}

const SECRET = 'a secret of more than thirty-two characters'
const COMPANIES: Record<Person, string> = {
  ada: 'northwind',
  maria: 'northwind',
  carl: 'fabrikam',
  dora: 'backup-direct',
}

function gatehouseYaml(parts: {
  upstream: string
  stores: string
  apps: string
  settings: string | undefined
  portal: string | undefined
  seeds: Person[] | undefined
}): string {
  const people = (parts.seeds ?? (Object.keys(PEOPLE) as Person[])).map((person) => {
    const role = person === 'ada' ? 'admin' : 'member'
    return `  - { username: ${PEOPLE[person]}, name: ${person}, company: ${COMPANIES[person]}, role: ${role}, password: ${PASSWORD} }`
  })
  return `
portal: ${parts.portal ?? '{ name: Northwind Partner Portal }'}
secrets: [{ env: SECRET }]
${parts.stores}
${parts.settings ?? ''}
apps:
${parts.apps.replaceAll('UPSTREAM', parts.upstream)}
seed_accounts:
${people.join('\n')}
`
}
