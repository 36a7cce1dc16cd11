import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { formatFault } from '../../src/config/fault.ts'
import { loadConfiguration, type LoadOptions } from '../../src/config/load.ts'
import type { Configuration } from '../../src/config/settings.ts'
import { tempDir } from '../support/temp-dir.ts'

export const SECRET = 'a-secret-of-more-than-32-characters'
const ENV = { SECRET }

/** Three lines that are sound: what a test adds begins on line 4. */
export const SOUND_GATEHOUSE = `secrets: [{ env: SECRET }]
apps:
  - { name: Portal, path: /, upstream: 'http://127.0.0.1:9090' }
`

/** Three lines that are sound: what a test adds begins on line 4, as another company. */
export const SOUND_POLICY = `companies:
  northwind: { name: Northwind IT, kind: partner }
  backup-direct: { name: Backup Direct, kind: direct }
`

export interface Written {
  gatehouse?: string
  policy?: string
}

/** A directory with these two files in it. */
export async function writtenTo(t: TestContext, { gatehouse, policy }: Written): Promise<string> {
  const dir = await tempDir(t)
  await writeFile(join(dir, 'gatehouse.yaml'), gatehouse ?? SOUND_GATEHOUSE)
  await writeFile(join(dir, 'policy.yaml'), policy ?? SOUND_POLICY)
  return dir
}

/** Every fault of these files, as it is printed, without the name of the directory. */
export async function faultsOf(t: TestContext, files: Written, env: NodeJS.ProcessEnv = ENV): Promise<string[]> {
  const dir = await writtenTo(t, files)
  const result = loadConfiguration(dir, { env, dataDir: dir })
  return 'faults' in result ? result.faults.map((fault) => formatFault(fault).replaceAll(`${dir}/`, '')) : []
}

/** What these files say; fails the test if they have a fault. */
export async function loaded(
  t: TestContext,
  files: Written,
  options: Partial<LoadOptions> = {},
): Promise<Configuration & { dir: string }> {
  const dir = await writtenTo(t, files)
  const result = loadConfiguration(dir, { env: ENV, dataDir: dir, ...options })
  if ('faults' in result) throw new Error(result.faults.map(formatFault).join('\n'))
  return { ...result.configuration, dir }
}
