/** The gateway itself, run as `gatehouse serve`, with somebody signed in by password and second factor. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../test/support/free-port.ts'
import { Visitor } from '../test/support/visitor.ts'
import { endWithUs, treeOf } from './processes.ts'
import type { Server } from './server.ts'

export interface GatehouseOptions {
  upstream: string
  /** URLs; what is left out is embedded. */
  stores?: { postgres?: string; redis?: string }
  workers?: number
  /** Port of the nginx that stands in front and asks. */
  behind?: number
  policy?: string
  /** Holds both files, and what is kept; made and removed again when left out. */
  dir?: string
  /** For Node itself. */
  nodeArgs?: string[]
}

export interface Gatehouse extends Server {
  dir: string
  process: ChildProcess
}

export const SECRET = 'a secret of more than thirty-two characters'
const PASSWORD = 'correct-horse-battery'
const MARIA = 'maria@northwind.example'

const POLICY = `
companies:
  northwind: { name: Northwind IT, kind: partner }
`

/** Starts it and signs Maria in, who is an admin. */
export async function startGatehouse(options: GatehouseOptions): Promise<Gatehouse> {
  const gatehouse = await serveGatehouse(options)
  return { ...gatehouse, cookie: await signIn(gatehouse, join(gatehouse.dir, 'outbox.jsonl')) }
}

/** Starts it. Every request is logged, as in service. */
async function serveGatehouse(options: GatehouseOptions): Promise<Gatehouse> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const port = await freePort()
  writeFileSync(join(dir, 'policy.yaml'), options.policy ?? POLICY)
  writeFileSync(join(dir, 'gatehouse.yaml'), gatehouseYaml(options))
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const args = [
    'serve',
    '--config',
    dir,
    '--data',
    dir,
    '--port',
    String(port),
    '--workers',
    String(options.workers ?? 1),
  ]
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), main, ...args], {
    env: { ...process.env, SECRET, GATEHOUSE_OUTBOX: join(dir, 'outbox.jsonl'), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  endWithUs(child)
  await Promise.race([
    once(child.stdout ?? child, 'data'),
    once(child, 'exit').then(([code, signal]) =>
      Promise.reject(new Error(`gatehouse serve ended with ${code ?? signal}`)),
    ),
  ])
  return {
    port,
    host: `localhost:${options.behind ?? port}`,
    cookie: '',
    dir,
    process: child,
    pids: () => treeOf(child.pid ?? 0),
    async stop() {
      child.kill()
      await once(child, 'exit')
      if (options.dir === undefined) rmSync(dir, { recursive: true })
    },
  }
}

function gatehouseYaml({ upstream, stores, behind }: GatehouseOptions): string {
  const sessions = stores?.redis === undefined ? 'embedded' : `{ redis: "${stores.redis}" }`
  const directory = stores?.postgres === undefined ? '{ sqlite: gatehouse.db }' : `{ postgres: "${stores.postgres}" }`
  const asking = `
public_url: http://localhost:${behind}
believed_proxies: [127.0.0.1/32]
forward_auth: { by: nginx, from: [127.0.0.1/32] }`
  return `
portal: { name: Northwind Partner Portal }
secrets: [{ env: SECRET }]
stores: { directory: ${directory}, sessions: ${sessions} }
apps:
  - { name: Partner portal, path: /, upstream: "${upstream}" }
  - { name: Data protection, path: /protection/, upstream: "${upstream}", allow: { kinds: [partner, client] } }
  - { name: Backup, path: /backup/, upstream: "${upstream}", allow: { kinds: [direct] } }
seed_accounts:
  - { username: ${MARIA}, name: Maria, company: northwind, role: admin, password: ${PASSWORD} }
${behind === undefined ? '' : asking}
`
}

/** Signs in with password and a first second factor, through the forms, and answers the Cookie field. */
async function signIn({ host, port }: Server, outbox: string): Promise<string> {
  const maria = new Visitor(`http://${host}`, { port })
  await maria.post('/_gatehouse/sign-in', { username: MARIA, password: PASSWORD, next: '/' })
  await maria.post('/_gatehouse/enroll/phone', { country: 'GB', phone: '07400 123456', anyway: '1' })
  const code = /"code":"(\d+)"/.exec(readFileSync(outbox, 'utf8'))?.[1]
  const proved = await maria.post('/_gatehouse/challenge', { code: code ?? '' })
  if (proved.status !== 303) throw new Error(`nobody could sign in: ${proved.status}`)
  return maria.cookieHeader
}
