import { printVerdict, table } from '../figures.ts'
import { memoryLeft } from '../memory-left.ts'
import { visit } from './actions.ts'
import type { Installation } from './installation.ts'

/** More than the gateway remembers, by far. */
const STEPS = [10_000, 20_000, 40_000]
const MIB = 1024 ** 2
const AT_MOST = 1.05

/**
 * What a gateway holds after its visitors came with so many different sessions. It may remember some, and no more however
 * many there are: from the second step on nothing is added.
 */
export async function boundedMemory(small: Installation, large: Installation): Promise<boolean> {
  const rows: string[][] = []
  const heaps: number[] = []
  const note = async (installation: Installation, visited: number): Promise<void> => {
    const { heapBytes, residentBytes } = await memoryLeft(installation.gatehouse)
    heaps.push(heapBytes)
    const { accounts } = installation.size
    rows.push([
      accounts.toLocaleString('en'),
      String(visited),
      ...[heapBytes, residentBytes].map((bytes) => (bytes / MIB).toFixed(1)),
    ])
  }
  await visit(small, 0, small.size.accounts)
  await note(small, small.size.accounts)
  let visited = 0
  for (const upTo of STEPS.map((step) => Math.min(step, large.size.accounts))) {
    await visit(large, visited, upTo - visited)
    visited = upTo
    await note(large, visited)
  }
  console.log('\nwhat the gateway holds, sessions in Redis\n')
  console.log(table([['sessions', 'visited', 'heap MiB', 'resident MiB'], ...rows]))
  console.log('')
  const [, , before = 0, after = 0] = heaps
  const ratio = after / before
  return printVerdict(
    `heap after twice as many sessions: ${ratio.toFixed(3)} of before, at most ${AT_MOST}`,
    ratio <= AT_MOST,
  )
}
