import { median, printVerdict, table } from '../figures.ts'
import { cpuMicrosecondsOf } from '../processes.ts'
import { actionsOn } from './actions.ts'
import type { Installation } from './installation.ts'
import { countPostgres, type PostgresCounter } from './postgres-work.ts'

/** Of what it is with few. */
const CPU_AT_MOST = 1.25
/**
 * A look-up goes down a tree of four levels and to the page of its row, where a table of few pages is read whole; what reads
 * more rows than it needs reads hundreds of times as many.
 */
const PAGES_AT_MOST = { ofSmall: 2, ofEachRow: 6 }

/** What one action costs at one size, for each round. */
interface Cost {
  cpuMs: number[]
  postgresMs: number[]
  pages: number[]
  pagesOfEachRow: number[]
  widest: string
}

/** Measures every action at both sizes in turns, prints a table, and answers what is flat and what is not. */
export async function compareSizes(
  small: Installation,
  large: Installation,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<boolean[]> {
  const sides = [await sideOf(small), await sideOf(large)] as const
  for (let turn = 0; turn < warmUp + rounds; turn++) {
    for (const [index] of sides[0].actions.entries()) {
      for (const side of sides) await measure(side, index, { turn, counts: turn >= warmUp })
    }
    process.stderr.write(`${turn < warmUp ? 'warm-up' : 'round'} ${turn + 1} of ${warmUp + rounds}\n`)
  }
  for (const side of sides) await side.counter?.close()

  const rows = sides[0].actions.map(({ name }, index) => rowOf(name, sides[0].costs[index], sides[1].costs[index]))
  const [one, other] = [small, large].map(({ size }) => size.accounts.toLocaleString('en'))
  console.log(`\nfor each, medians of ${rounds} rounds, with ${one} and with ${other} accounts and sessions\n`)
  const head = ['', 'CPU ms', '', '×', ...(small.postgres === null ? [] : ['Postgres ms', '', 'pages read', '', '×'])]
  console.log(table([head, ...rows.map(({ cells }) => cells)]))
  console.log('')
  return rows.map(({ name, cpuRatio, pagesRatio, large: { pagesOfEachRow, widest } }) => {
    const holds = printVerdict(
      `${name}: ${cpuRatio.toFixed(2)} of the CPU, at most ${CPU_AT_MOST}`,
      cpuRatio <= CPU_AT_MOST,
    )
    const ofEachRow = median(pagesOfEachRow)
    if (pagesRatio <= PAGES_AT_MOST.ofSmall || ofEachRow <= PAGES_AT_MOST.ofEachRow) return holds
    const pages = `${pagesRatio.toFixed(1)} of the pages, ${ofEachRow.toFixed(1)} for each statement and row`
    return printVerdict(`${name}: ${pages}; most by\n  ${widest}\n `, false)
  })
}

type Side = Awaited<ReturnType<typeof sideOf>>

async function sideOf(installation: Installation) {
  const actions = await actionsOn(installation)
  const counter: PostgresCounter | null =
    installation.postgres === null ? null : await countPostgres(installation.postgres)
  const costs = actions.map((): Cost => ({ cpuMs: [], postgresMs: [], pages: [], pagesOfEachRow: [], widest: '' }))
  return { pids: installation.gatehouse.pids(), actions, counter, costs }
}

async function measure(
  { pids, actions, counter, costs }: Side,
  index: number,
  { turn, counts }: { turn: number; counts: boolean },
): Promise<void> {
  const [action, cost] = [actions[index], costs[index]]
  if (action === undefined || cost === undefined) return
  await counter?.reset()
  const before = cpuMicrosecondsOf(pids)
  const times = await action.run(turn)
  const cpuMs = (cpuMicrosecondsOf(pids) - before) / 1000 / times
  const work = await counter?.read()
  if (!counts) return
  cost.cpuMs.push(cpuMs)
  if (work === undefined) return
  cost.postgresMs.push(work.ms / times)
  cost.pages.push(work.pages / times)
  cost.pagesOfEachRow.push(work.pages / work.callsAndRows)
  cost.widest = work.widest
}

function rowOf(name: string, small: Cost | undefined, large: Cost | undefined) {
  if (small === undefined || large === undefined) throw new Error(`${name} was not measured`)
  const ratio = (of: (cost: Cost) => number[]): number => median(of(large)) / median(of(small))
  const pair = (of: (cost: Cost) => number[], digits: number): string[] =>
    [small, large].map((cost) => median(of(cost)).toFixed(digits))
  const cpuRatio = ratio((cost) => cost.cpuMs)
  const pagesRatio = ratio((cost) => cost.pages)
  const cells = [name, ...pair((cost) => cost.cpuMs, 2), cpuRatio.toFixed(2)]
  if (large.pages.length > 0) {
    cells.push(...pair((cost) => cost.postgresMs, 2), ...pair((cost) => cost.pages, 0), pagesRatio.toFixed(2))
  }
  return { name, cells, cpuRatio, pagesRatio: large.pages.length > 0 ? pagesRatio : 0, large }
}
