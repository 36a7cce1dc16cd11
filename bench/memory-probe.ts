/**
 * Loaded into a gateway before it starts: at SIGUSR2 it collects garbage and writes what memory is left, as a line of
 * JSON to standard output, where nothing else comes by then.
 */
import { writeSync } from 'node:fs'

export interface MemoryLeft {
  heapBytes: number
  externalBytes: number
  residentBytes: number
}

process.on('SIGUSR2', () => {
  // Twice: what a finalizer lets go of is collected by the second.
  gc?.()
  gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const left: MemoryLeft = { heapBytes: heapUsed, externalBytes: external, residentBytes: rss }
  writeSync(1, `${JSON.stringify(left)}\n`)
})
