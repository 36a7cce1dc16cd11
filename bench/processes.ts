/** What processes cost, as Linux counts it. */
import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A process and all below it. */
export function treeOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(treeOf)]
}

/**
 * Processor time of all threads of these processes since their start, user and system, in microseconds. Nanoseconds of
 * the scheduler: the ticks of /proc/<pid>/stat are 10 ms, and a round of nginx takes few of them.
 */
export function cpuMicrosecondsOf(pids: number[]): number {
  let nanoseconds = 0
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0])
    }
  }
  return nanoseconds / 1000
}

/** Resident memory of a process: now, or at most since its start. */
export function residentMib(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024)
}

/** Ends a child with this process, also when that is told to end. */
export function endWithUs(child: ChildProcess): void {
  process.once('exit', () => child.kill())
  if (process.listenerCount('SIGTERM') === 0) process.once('SIGTERM', () => process.exit(143))
}
