import type { Asked, Option } from './command.ts'

/** What a command that reads the configuration is given. */
export interface Options {
  /** Directory of `gatehouse.yaml` and `policy.yaml`. */
  configDir: string
  dataDir: string
  /** Overrides the port that the configuration names. */
  port: number | undefined
}

export const CONFIG: Option = { takes: 'DIR', says: 'directory of gatehouse.yaml and policy.yaml (config)' }
export const DATA: Option = { takes: 'DIR', says: 'directory of what the gateway keeps (data)' }
export const PORT: Option = {
  takes: 'N',
  says: 'port to listen on, instead of the configured one',
  fault: (typed) => (isPort(typed) ? null : `"${typed}" is no port: give a number from 1 to 65535.`),
}
export const WORKERS: Option = {
  takes: 'N',
  says: 'processes that share the port (1); several need Postgres and Redis',
  fault: (typed) => (isWorkers(typed) ? null : `"${typed}" is no number of workers: give one from 1 to 64.`),
}

export function configDirOf(asked: Asked): string {
  return asked.text('config') ?? 'config'
}

export function dataDirOf(asked: Asked): string {
  return asked.text('data') ?? 'data'
}

export function portOf(asked: Asked): number | undefined {
  const typed = asked.text('port')
  return typed === undefined ? undefined : Number(typed)
}

export function workersOf(asked: Asked): number {
  return Number(asked.text('workers') ?? 1)
}

function isWorkers(typed: string): boolean {
  return /^[1-9]\d?$/.test(typed) && Number(typed) <= 64
}

function isPort(typed: string): boolean {
  const port = Number(typed)
  return /^\d+$/.test(typed) && port >= 1 && port <= 65_535
}
