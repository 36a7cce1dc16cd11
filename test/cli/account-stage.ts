import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { SECRET } from '../config/written.ts'
import { startGateway, policyYaml, type TestGateway } from '../support/gateway.ts'
import type { StoreSet } from '../support/store-sets.ts'
import { tempDir } from '../support/temp-dir.ts'
import { gatehouse, type Outcome } from './run.ts'

export interface AccountDir {
  dir: string
  /** `gatehouse account …` in a process of its own, with this on standard input. */
  account: (args: string[], input?: string) => Promise<Outcome>
}

/** A configuration directory with the demo's companies and these stores, and no gateway. */
export async function accountDir(
  t: TestContext,
  storesYaml = '',
  policy = policyYaml(),
  env: NodeJS.ProcessEnv = {},
): Promise<AccountDir> {
  const dir = await tempDir(t)
  await mkdir(join(dir, 'data'))
  await writeFile(join(dir, 'policy.yaml'), policy)
  await writeFile(
    join(dir, 'gatehouse.yaml'),
    `secrets: [{ env: SECRET }]
apps: [{ name: Portal, path: /, upstream: 'http://127.0.0.1:9090' }]
${storesYaml}
`,
  )
  return {
    dir,
    account: (args, input) =>
      gatehouse(
        ['account', ...args, '--config', dir, '--data', join(dir, 'data')],
        { SECRET, ...env },
        undefined,
        input,
      ),
  }
}

/** The command line beside a gateway that runs on the same stores. */
export async function accountStage(t: TestContext, storeSet: StoreSet): Promise<AccountDir & { gate: TestGateway }> {
  const stores = await storeSet.fresh()
  const gate = await startGateway(t, { stores: { ...storeSet, fresh: () => Promise.resolve(stores) } })
  // The command line goes by the machine's clock.
  gate.clock.set(Date.now())
  const env = { GATEHOUSE_OUTBOX: join(gate.dir, 'outbox.jsonl') }
  return { gate, ...(await accountDir(t, stores.yaml, policyYaml(), env)) }
}

/** Once this much time has passed, a gateway that nobody told has seen a change. */
export const GUARD_MEMORY_MS = 5000
