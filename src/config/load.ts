import { isAbsolute, join } from 'node:path'
import { OWN_THEME } from '../domain/theme.ts'
import { type Fault, inOrder } from './fault.ts'
import { gatehouseFaults, settingsFrom, type Surroundings } from './gatehouse.ts'
import { type GatehouseFile, gatehouseSchema } from './gatehouse-schema.ts'
import { policyFaults, policyFrom } from './policy.ts'
import { policySchema } from './policy-schema.ts'
import { readSecret } from './secrets.ts'
import type { Configuration } from './settings.ts'
import { checkShape } from './shape.ts'
import { readSource, type Source } from './source.ts'
import { readTheme, themeFiles } from './theme.ts'

const NO_THEME = { theme: OWN_THEME, faults: [] }

export type Loaded = { configuration: Configuration } | { faults: Fault[] }

export interface LoadOptions {
  env: NodeJS.ProcessEnv
  /** Overrides the port that `listen` names. */
  port?: number | undefined
  /** What relative files are below; `data` when nothing is said. */
  dataDir?: string | undefined
  /** Whether secrets that are to be generated are kept. Nothing is written if there is any fault. */
  createSecrets?: boolean
}

/** The two files of a directory. */
function configurationFiles(directory: string): [gatehouse: string, policy: string] {
  return [join(directory, 'gatehouse.yaml'), join(directory, 'policy.yaml')]
}

/** Reads `gatehouse.yaml` and `policy.yaml` of a directory: all they say, or every fault of both, in order. */
export function loadConfiguration(directory: string, options: LoadOptions): Loaded {
  const start: Surroundings = { env: options.env, dataDir: options.dataDir ?? 'data', port: options.port }
  const [gatehousePath, policyPath] = configurationFiles(directory)
  const gatehouseFile = readSource(gatehousePath)
  const policyFile = readSource(policyPath)
  const gatehouse = gatehouseFile.source && checkShape(gatehouseFile.source, gatehouseSchema)
  const policy = policyFile.source && checkShape(policyFile.source, policySchema)
  const companyIds = policy && Object.keys(policy.sound.companies ?? {})

  const themed = gatehouse === null ? NO_THEME : themeOf(directory, gatehouse.source)

  const faults = [
    ...gatehouseFile.faults,
    ...policyFile.faults,
    ...(gatehouse === null ? [] : [...gatehouse.faults, ...gatehouseFaults(gatehouse, companyIds, start)]),
    ...themed.faults,
    ...(policy === null ? [] : [...policy.faults, ...policyFaults(policy)]),
  ]
  if (faults.length > 0 || !gatehouse?.whole || !policy?.whole) return { faults: inOrder(faults) }

  const secrets = readSecrets(gatehouse.whole, start, options.createSecrets ?? false)
  if ('fault' in secrets) return { faults: [gatehouse.source.fault(['secrets'], secrets.fault)] }
  return {
    configuration: {
      settings: settingsFrom(gatehouse.whole, { secrets: secrets.values, theme: themed.theme }, start),
      policy: policyFrom(policy.source, policy.whole),
    },
  }
}

/** Everything whose content matters: the two files, and those of the theme that the first of them names. */
export function filesToWatch(directory: string): string[] {
  const files = configurationFiles(directory)
  const { source } = readSource(files[0])
  return [...files, ...themeFiles(source === null ? null : themeDirOf(directory, source))]
}

function themeOf(directory: string, source: Source): ReturnType<typeof readTheme> {
  const dir = themeDirOf(directory, source)
  return dir === null ? NO_THEME : readTheme(dir, (message) => source.fault(['theme'], message))
}

/** Where the theme is that a file names, if it names one in so many words. */
function themeDirOf(directory: string, { value }: Source): string | null {
  const named: unknown = typeof value === 'object' && value !== null && 'theme' in value ? value.theme : null
  if (typeof named !== 'string' || named.trim() === '') return null
  return isAbsolute(named) ? named : join(directory, named)
}

function readSecrets(
  file: GatehouseFile,
  start: Surroundings,
  create: boolean,
): { values: [string, ...string[]] } | { fault: string } {
  const values: string[] = []
  for (const entry of file.secrets) {
    const read = readSecret(entry, { ...start, create })
    if ('fault' in read) return read
    values.push(read.value)
  }
  const [first, ...others] = values
  return first === undefined ? { fault: 'no secret stands here: add one' } : { values: [first, ...others] }
}
