/**
 * `npm run bench:soak`: whether memory stays flat at saturation. Collects garbage and samples each half minute; what is
 * left in the last third is compared with the first.
 *
 *   --minutes N  (10)
 */
import { parseArgs } from 'node:util'
import { page } from './asks.ts'
import { startContender } from './child.ts'
import { median, printVerdict, table } from './figures.ts'
import { startGatehouse } from './gatehouse.ts'
import { during, openLoad } from './load.ts'
import { memoryLeft, PROBED } from './memory-left.ts'
import type { MemoryLeft } from './memory-probe.ts'

const CONNECTIONS = 64
const MIB = 1024 ** 2
/** What a run differs by from itself. */
const AT_MOST = { heapBytes: 1.05, residentBytes: 1.1 }

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const samples = Math.max(6, Math.round(Number(values.minutes) * 2))
const seconds = (Number(values.minutes) * 60) / samples

const app = await startContender('app', { upstream: '', redis: '' })
const gatehouse = await startGatehouse({ upstream: `http://127.0.0.1:${app.port}`, nodeArgs: PROBED })
const load = openLoad(gatehouse, CONNECTIONS)
const left: MemoryLeft[] = []
try {
  const rows: string[][] = []
  await load.saturate(during(seconds, page(gatehouse)))
  for (let sample = 1; sample <= samples; sample++) {
    const { requests } = await load.saturate(during(seconds, page(gatehouse)))
    const memory = await memoryLeft(gatehouse)
    left.push(memory)
    const mib = [memory.heapBytes, memory.externalBytes, memory.residentBytes].map((bytes) => (bytes / MIB).toFixed(1))
    rows.push([(sample * seconds).toFixed(0), String(requests), ...mib])
    process.stderr.write(`sample ${sample} of ${samples}\n`)
  }
  console.log(table([['seconds', 'requests', 'heap MiB', 'external MiB', 'resident MiB'], ...rows]))
  const verdicts = [isFlat('heap', 'heapBytes'), isFlat('resident', 'residentBytes')]
  process.exitCode = verdicts.every(Boolean) ? 0 : 1
} finally {
  load.close()
  await gatehouse.stop()
  await app.stop()
}

function isFlat(name: string, field: keyof typeof AT_MOST): boolean {
  const third = Math.floor(samples / 3)
  const of = (some: MemoryLeft[]): number => median(some.map((memory) => memory[field])) / MIB
  const [first, last] = [of(left.slice(0, third)), of(left.slice(-third))]
  const ratio = last / first
  const what = `${name}: ${first.toFixed(1)} MiB in the first third, ${last.toFixed(1)} in the last, ${ratio.toFixed(3)} of it`
  return printVerdict(`${what}, at most ${AT_MOST[field]}`, ratio <= AT_MOST[field])
}
