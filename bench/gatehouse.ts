/** The gateway itself, opened as `serve` opens it, with somebody signed in by password and second factor. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bearObjectsYoung } from '../src/cli/memory.ts'
import { systemClock } from '../src/clock.ts'
import { formatFault } from '../src/config/fault.ts'
import { loadConfiguration } from '../src/config/load.ts'
import { openGateway } from '../src/gateway.ts'
import { openLog } from '../src/log.ts'
import { freePort } from '../test/support/free-port.ts'
import { Visitor } from '../test/support/visitor.ts'

const PASSWORD = 'correct-horse-battery'

const POLICY = `
companies:
  northwind: { name: Northwind IT, kind: partner }
`

function gatehouseYaml(upstream: string, redis: string | null): string {
  return `
portal: { name: Northwind Partner Portal }
secrets: [{ env: SECRET }]
stores: { sessions: ${redis === null ? 'embedded' : `{ redis: "${redis}" }`} }
apps:
  - { name: Partner portal, path: /, upstream: "${upstream}" }
  - { name: Data protection, path: /protection/, upstream: "${upstream}", allow: { kinds: [partner, client] } }
  - { name: Backup, path: /backup/, upstream: "${upstream}", allow: { kinds: [direct] } }
seed_accounts:
  - { username: maria@northwind.example, name: Maria, company: northwind, password: ${PASSWORD} }
`
}

/** Writes both files of a configuration with one account into a directory. */
export function writeConfiguration(dir: string, upstream: string, redis: string | null): void {
  writeFileSync(join(dir, 'policy.yaml'), POLICY)
  writeFileSync(join(dir, 'gatehouse.yaml'), gatehouseYaml(upstream, redis))
}

export const ENVIRONMENT = { SECRET: 'a secret of more than thirty-two characters' }

/** Signs in with password and a first second factor, through the forms, and answers the Cookie field. */
export async function signIn(port: number, outbox: string): Promise<string> {
  const maria = new Visitor(`http://localhost:${port}`)
  await maria.post('/_gatehouse/sign-in', { username: 'maria@northwind.example', password: PASSWORD, next: '/' })
  await maria.post('/_gatehouse/enroll/phone', { country: 'GB', phone: '07400 123456', anyway: '1' })
  const code = /"code":"(\d+)"/.exec(readFileSync(outbox, 'utf8'))?.[1]
  const proved = await maria.post('/_gatehouse/challenge', { code: code ?? '' })
  if (proved.status !== 303) throw new Error(`nobody could sign in: ${proved.status}`)
  return maria.cookieHeader
}

/** @param options `redis` is null for embedded stores */
export async function startGatehouse({
  upstream,
  redis,
}: {
  upstream: string
  redis: string | null
}): Promise<{ port: number; cookie: string }> {
  bearObjectsYoung()
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  writeConfiguration(dataDir, upstream, redis)
  const loaded = loadConfiguration(dataDir, { env: ENVIRONMENT, dataDir, port })
  if ('faults' in loaded) throw new Error(loaded.faults.map(formatFault).join('\n'))
  const outbox = join(dataDir, 'outbox.jsonl')
  const { server } = await openGateway(loaded.configuration, {
    clock: systemClock,
    // Every request is logged, as in service.
    log: openLog({ level: 'info', dest: '/dev/null' }).log,
    dataDir,
    outbox: { file: outbox, print: () => {} },
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { port, cookie: await signIn(port, outbox) }
}
