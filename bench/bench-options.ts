import { parseArgs } from 'node:util'
import { COURSES } from './courses.ts'
import { LATENCY } from './latency.ts'
import { SERVERS } from './servers.ts'

export interface BenchOptions {
  /** Names of courses and servers; empty for all. */
  only: string[]
  rounds: number
  /** Length of a round of each server. */
  seconds: number
}

/** Reads the command line; throws for a name that nobody has. */
export function readBenchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '2' },
    },
  })
  const known = [...COURSES.map(({ name }) => name), LATENCY, ...Object.keys(SERVERS)]
  const only = values.only.split(',').filter((name) => name !== '')
  for (const name of only) {
    if (!known.includes(name)) throw new Error(`nothing is called "${name}": there is ${known.join(', ')}`)
  }
  return { only, rounds: Number(values.rounds), seconds: Number(values.seconds) }
}
