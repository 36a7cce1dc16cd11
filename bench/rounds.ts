/**
 * Processor time for each request, user and system, as it holds on a noisy machine where requests per second do not.
 * Rounds are interleaved, so that a slow minute is everybody's.
 */
import type { Exchange } from './connection.ts'
import type { Course } from './courses.ts'
import { median, quantile } from './figures.ts'
import { during, type Load, openLoad } from './load.ts'
import { cpuMicrosecondsOf } from './processes.ts'
import type { Server } from './server.ts'
import type { ServerName } from './servers.ts'

export const CONNECTIONS = 64
/** Until the compiler is done with most of it: after half of these a gateway is still a tenth slower. */
const WARM_UP_ROUNDS = 4

/** A server on a course, with one figure of each round. */
export interface Run {
  course: string
  name: ServerName
  cpuMicroseconds: number[]
  perSecond: number[]
  p50Ms: number[]
  p99Ms: number[]
}

/** @param servers those that take part, by name */
export async function runRounds(
  courses: Course[],
  servers: ReadonlyMap<ServerName, Server>,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Run[]> {
  const runs = courses.flatMap((course) =>
    course.servers.flatMap((name) => {
      const server = servers.get(name)
      return server === undefined ? [] : [{ server, run: emptyRun(course, name), exchange: course.ask(server, name) }]
    }),
  )
  for (const { server, exchange } of runs) {
    await withLoad(server, (load) => load.saturate(during(WARM_UP_ROUNDS * seconds, exchange)))
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { server, run, exchange } of runs) {
      await withLoad(server, async (load) => {
        await load.saturate(during(seconds / 10, exchange))
        await measure(run, server, load, during(seconds, exchange))
      })
    }
    process.stderr.write(`round ${round} of ${rounds}\n`)
  }
  return runs.map(({ run }) => run)
}

/** With connections of its own: a server ends those that wait while the others have their turn. */
async function withLoad(server: Server, work: (load: Load) => Promise<unknown>): Promise<void> {
  const load = openLoad(server, CONNECTIONS)
  await work(load)
  load.close()
}

async function measure(run: Run, server: Server, load: Load, next: () => Exchange | null): Promise<void> {
  const pids = server.pids()
  const before = cpuMicrosecondsOf(pids)
  const { requests, seconds, latenciesMs } = await load.saturate(next)
  run.cpuMicroseconds.push((cpuMicrosecondsOf(pids) - before) / requests)
  run.perSecond.push(requests / seconds)
  run.p50Ms.push(quantile(latenciesMs, 0.5))
  run.p99Ms.push(quantile(latenciesMs, 0.99))
}

/** Median over the rounds of what one costs of the other, in the same round; null when one did not run. */
export function ratioOf(
  runs: Run[],
  { course, of, to }: { course: string; of: ServerName; to: ServerName },
): number | null {
  const find = (name: ServerName) => runs.find((run) => run.course === course && run.name === name)
  const [one, other] = [find(of), find(to)]
  if (one === undefined || other === undefined) return null
  return median(one.cpuMicroseconds.map((cost, round) => cost / (other.cpuMicroseconds[round] ?? Number.NaN)))
}

function emptyRun({ name: course }: Course, name: ServerName): Run {
  return { course, name, cpuMicroseconds: [], perSecond: [], p50Ms: [], p99Ms: [] }
}
