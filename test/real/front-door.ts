import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import { type Service, startService } from '../support/service.ts'

export const ACCOUNT = { username: 'dora@backup.example', name: 'Dora Weiß', password: 'correct-horse-battery' }

export interface FrontDoor extends Service {
  /** Where every message goes that would go to a phone; made with the first. */
  outboxFile: string
}

const MAIN = join(import.meta.dirname, '../../src/main.ts')

/** `gatehouse serve` in a process of its own, on embedded stores, before one app; `place` is where, as in `gatehouse.yaml`. */
export async function startGatehouse(upstream: string, place = 'path: /'): Promise<FrontDoor> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-front-door-'))
  const port = await freePort()
  const outboxFile = join(dir, 'outbox.jsonl')
  await writeFile(join(dir, 'gatehouse.yaml'), gatehouseYaml(upstream, place))
  await writeFile(join(dir, 'policy.yaml'), POLICY)
  const serve = [MAIN, 'serve', '--config', dir, '--port', String(port), '--data', join(dir, 'data')]
  const service = await startService(`http://localhost:${port}`, {
    command: 'env',
    args: [`GATEHOUSE_OUTBOX=${outboxFile}`, process.execPath, ...serve],
    dir,
    readyText: ' is open at ',
    stopSignal: 'SIGTERM',
  })
  return { ...service, outboxFile }
}

function gatehouseYaml(upstream: string, place: string): string {
  const { username, name, password } = ACCOUNT
  return `
portal: { name: Backup Direct }
secrets: [{ file: secret, generate: true }]
apps:
  - { name: Node-RED, ${place}, upstream: "${upstream}" }
seed_accounts:
  - { username: ${username}, name: ${name}, company: backup-direct, password: ${password} }
`
}

const POLICY = `
companies:
  backup-direct: { name: Backup Direct, kind: direct }
`
