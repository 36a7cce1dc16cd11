import { GatehouseError } from '../src/domain/errors.ts'
import { readPath } from '../src/domain/path.ts'

/**
 * R21: what the oddest paths cost to read, as milliseconds of CPU of the worst. A request needs no session to be read,
 * so a rule whose cost grows with the square of the length would be a way to stop the gateway.
 */
const PIECES = ['.', '. ', ';', '/', '%20', '%25', 'a;', '%e2%84%aa', '%2e', 'A']
const TAILS = ['%20x%2541', 'a%252541;b%41//c./%20x', '/%2e%41', ';%41']

const costs = PIECES.flatMap((piece) => TAILS.map((tail) => `/${piece.repeat(2000 / piece.length)}${tail}`))
  .map((path) => ({ path, ms: costOf(path) }))
  .toSorted((a, b) => b.ms - a.ms)
for (const { path, ms } of costs.slice(0, 5))
  console.log(`${ms.toFixed(2).padStart(7)} ms  ${path.slice(0, 24)}…${path.slice(-24)}`)

function costOf(path: string): number {
  const startedAt = process.cpuUsage()
  try {
    readPath(path)
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
  }
  return process.cpuUsage(startedAt).user / 1000
}
