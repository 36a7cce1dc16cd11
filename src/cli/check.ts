import { type Fault, formatFault } from '../config/fault.ts'
import { loadConfiguration } from '../config/load.ts'
import type { Options } from './options.ts'

/** Names every fault of the configuration on stderr, or says on stdout what was read. Answers the exit code. */
export function check({ configDir, dataDir }: Options): number {
  const loaded = loadConfiguration(configDir, { env: process.env, dataDir })
  if ('faults' in loaded) return printFaults(loaded.faults)
  const { settings, policy } = loaded.configuration
  const counts = [
    count(settings.apps.length, 'app', 'apps'),
    count(policy.companies.size, 'company', 'companies'),
    count(settings.seedAccounts.length, 'seed account', 'seed accounts'),
  ]
  process.stdout.write(`${configDir} is sound: ${counts.join(', ')}, at ${settings.publicUrl.origin}\n`)
  return 0
}

/** Answers the exit code of a faulty configuration. */
export function printFaults(faults: Fault[]): number {
  process.stderr.write(`${faults.map(formatFault).join('\n')}\n`)
  return 2
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
