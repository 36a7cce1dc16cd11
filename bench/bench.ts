/**
 * `npm run bench`: what a request costs through Gatehouse, beside a bare server, a bare forward, the same gate from
 * well-known parts, and nginx. Needs Linux and Redis; Postgres for the workers; nginx, or it is left out.
 *
 *   --only NAME,…  these courses and servers    --rounds N    --seconds N  of each round
 */
import { readBenchOptions } from './bench-options.ts'
import { startContender } from './child.ts'
import { COURSES, type Course, TARGETS } from './courses.ts'
import { median, printVerdict, table } from './figures.ts'
import { benchLatency, LATENCY } from './latency.ts'
import { nginxIsInstalled } from './nginx.ts'
import { ratioOf, type Run, runRounds } from './rounds.ts'
import type { Server } from './server.ts'
import { type ServerName, SERVERS } from './servers.ts'
import { benchStores } from './stores.ts'

const options = readBenchOptions(process.argv.slice(2))
const stores = benchStores()
const servers = new Map<ServerName, Server>()
const app = await startContender('app', { upstream: '', redis: '' })
try {
  const courses = chosenCourses()
  const withLatency = options.only.length === 0 || options.only.includes(LATENCY)
  const names = new Set(courses.flatMap((course) => course.servers))
  if (withLatency) names.add('Gatehouse embedded')
  if (!nginxIsInstalled()) {
    console.log('nginx is not installed, and left out')
    for (const name of [...names].filter((some) => some.startsWith('nginx'))) names.delete(name)
  }
  const surroundings = { upstream: `http://127.0.0.1:${app.port}`, stores }
  for (const name of names) servers.set(name, await SERVERS[name](surroundings))

  const runs = await runRounds(courses, servers, options)
  for (const course of courses) print(course, runs)
  const verdicts = judge(runs)
  const gateway = servers.get('Gatehouse embedded')
  if (withLatency && gateway !== undefined) verdicts.push(await benchLatency({ bare: app, gateway }, options))
  process.exitCode = verdicts.every(Boolean) ? 0 : 1
} finally {
  for (const server of servers.values()) await server.stop()
  await app.stop()
  await stores.close()
}

/** The courses that are named, or all, with the servers that are named, or all. */
function chosenCourses(): Course[] {
  const { only } = options
  const chosen = Object.keys(SERVERS).filter((name) => only.includes(name))
  const named = COURSES.filter(({ name }) => only.includes(name))
  const onlyLatency = only.includes(LATENCY) && named.length === 0 && chosen.length === 0
  const courses = onlyLatency || named.length > 0 ? named : COURSES
  if (chosen.length === 0) return courses
  return courses
    .map((course) => ({ ...course, servers: course.servers.filter((name) => chosen.includes(name)) }))
    .filter((course) => course.servers.length > 0)
}

function print(course: Course, runs: Run[]): void {
  const [first] = course.servers
  if (first === undefined) return
  const rows = runs
    .filter((run) => run.course === course.name)
    .map((run) => [
      run.name,
      median(run.cpuMicroseconds).toFixed(1),
      ratioOf(runs, { course: course.name, of: run.name, to: first })?.toFixed(3) ?? '',
      median(run.perSecond).toFixed(0),
      median(run.p50Ms).toFixed(2),
      median(run.p99Ms).toFixed(2),
    ])
  console.log(`\n${course.name}: ${course.says}; medians of ${options.rounds} rounds of ${options.seconds} s\n`)
  console.log(table([['', 'CPU µs/request', `× ${first}`, 'requests/s', 'p50 ms', 'p99 ms'], ...rows]))
}

function judge(runs: Run[]): boolean[] {
  console.log('')
  return TARGETS.flatMap((target) => {
    const ratio = ratioOf(runs, target)
    if (ratio === null) return []
    const [words, limit, holds] =
      'atMost' in target.limit
        ? ['at most', target.limit.atMost, ratio <= target.limit.atMost]
        : ['at least', target.limit.atLeast, ratio >= target.limit.atLeast]
    const what = `${target.course}: ${target.of} takes ${ratio.toFixed(3)} of the CPU of ${target.to}`
    return printVerdict(`${what}, ${words} ${limit.toFixed(3)}`, holds)
  })
}
