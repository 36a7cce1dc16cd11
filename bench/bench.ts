/**
 * `npm run bench`: processor time for each request, user and system, as it holds on a noisy machine where requests per
 * second do not. Rounds are interleaved, so that a slow minute is everybody's, and medians are printed.
 */
import { startRedis } from '../test/support/redis.ts'
import { type Server, startContender } from './child.ts'
import { CONTENDERS, type ContenderName } from './contenders.ts'
import { type Load, openLoad } from './load.ts'
import { startNginx } from './nginx.ts'

const CONNECTIONS = 64
const WARM_UP_REQUESTS = 10_000
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 10_000)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7)

/** What the issue asks of Gatehouse, on either set of stores. */
const AT_MOST: [contender: string, ratio: number][] = [
  ['naive gate', 1 / 3],
  ['bare undici forward', 1.25],
]

interface Measured {
  name: string
  cpu: number[]
  p50: number[]
  p99: number[]
}

const redis = await startRedis()
const app = await startContender('app', { upstream: '', redis: '' })
const options = { upstream: `http://127.0.0.1:${app.port}`, redis: redis.url }
const servers = new Map<string, Server>()
const names = Object.keys(CONTENDERS).filter((name): name is ContenderName => !name.endsWith('app'))
for (const name of names) servers.set(name, await startContender(name, options))
const nginx = await startNginx(options.upstream)
if (nginx === null) console.log('nginx is not installed, and left out')
else servers.set('nginx proxy_pass', nginx)

const measured: Measured[] = []
const runs: { server: Server; result: Measured; load: Load }[] = []
for (const [name, server] of servers) {
  const result: Measured = { name, cpu: [], p50: [], p99: [] }
  const load = openLoad(server, CONNECTIONS)
  await load.run(WARM_UP_REQUESTS)
  measured.push(result)
  runs.push({ server, result, load })
}
for (let round = 1; round <= ROUNDS; round++) {
  for (const { server, result, load } of runs) {
    const before = await server.usage()
    const { latenciesMs } = await load.run(REQUESTS)
    const after = await server.usage()
    result.cpu.push((after.cpuMicroseconds - before.cpuMicroseconds) / REQUESTS)
    result.p50.push(latenciesMs[Math.floor(REQUESTS * 0.5)] ?? 0)
    result.p99.push(latenciesMs[Math.floor(REQUESTS * 0.99)] ?? 0)
  }
  process.stderr.write(`round ${round} of ${ROUNDS}\n`)
}
for (const { load, server } of runs) {
  load.close()
  await server.stop()
}
await app.stop()
await redis.close()

print(measured)
process.exitCode = judge(measured) ? 0 : 1

function print(results: Measured[]): void {
  console.log(`\n1 KiB, ${CONNECTIONS} keep-alive connections, medians of ${ROUNDS} rounds of ${REQUESTS} requests\n`)
  console.log(row('', 'CPU µs/request', 'p50 ms', 'p99 ms'))
  for (const { name, cpu, p50, p99 } of results) {
    console.log(row(name, median(cpu).toFixed(1), median(p50).toFixed(2), median(p99).toFixed(2)))
  }
}

function judge(results: Measured[]): boolean {
  const cpuOf = (name: string): number => median(results.find((result) => result.name === name)?.cpu ?? [])
  console.log('')
  let holds = true
  for (const { name } of results.filter((result) => result.name.startsWith('Gatehouse'))) {
    for (const [other, atMost] of AT_MOST) {
      const ratio = cpuOf(name) / cpuOf(other)
      const verdict = ratio <= atMost ? 'holds' : 'MISSED'
      if (ratio > atMost) holds = false
      console.log(`${name}: ${ratio.toFixed(3)} of the ${other}, at most ${atMost.toFixed(3)}: ${verdict}`)
    }
  }
  return holds
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(16)).join('')
}
