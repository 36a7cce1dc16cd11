import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Change } from '../config/change.ts'
import { changesBetween, withoutRestart } from '../config/changes.ts'
import { formatFault } from '../config/fault.ts'
import { filesToWatch, type Loaded } from '../config/load.ts'
import type { ReloadRecord } from '../config/reload-status.ts'
import type { Configuration } from '../config/settings.ts'
import { watchFiles } from '../config/watch.ts'
import type { Gateway } from '../gateway.ts'
import { firstLine, storeFailure } from './failure.ts'

export interface ReloadParts {
  gateway: Pick<Gateway, 'configuration' | 'reload' | 'accountCounts'>
  /** Reads both files. */
  load: () => Promise<Loaded>
  record: ReloadRecord
  log: Logger
  print: (line: string) => void
}

/**
 * Answers a function that puts in force what stands in the files now, and says what that changes. Files with faults
 * change nothing. It answers false when the files are sound and could not be put in force: that is to be tried again.
 */
export function openReload({ gateway, load, record, log, print }: ReloadParts): () => Promise<boolean> {
  let lastFailure: string | null = null

  async function reload(): Promise<boolean> {
    try {
      const loaded = await load()
      if ('faults' in loaded) return refuse(loaded.faults)
      await say(await putInForce(loaded.configuration))
      return true
    } catch (error) {
      return fail(error)
    }
  }

  async function putInForce(configuration: Configuration): Promise<Change[]> {
    const inForce = gateway.configuration()
    const next = withoutRestart(inForce, configuration)
    // Where nothing else has changed, comments may have moved the lines that decisions name.
    const same = isDeepStrictEqual(inForce, next)
    if (!same) await gateway.reload(next)
    lastFailure = null
    record.accept(!same)
    return changesBetween(inForce, configuration)
  }

  function refuse(faults: Extract<Loaded, { faults: unknown }>['faults']): true {
    record.refuse(faults.length)
    for (const fault of faults) {
      log.error({ fault }, formatFault(fault))
      print(formatFault(fault))
    }
    print('Not reloaded: what was in force before these faults stays in force.')
    return true
  }

  function fail(error: unknown): false {
    record.refuse(0)
    const why = storeFailure(error) ?? firstLine(error)
    // It is tried again every two seconds; once is enough to say why.
    if (why !== lastFailure) {
      log.error({ err: error }, 'the configuration could not be reloaded')
      print(`Not reloaded yet, what was in force before stays: ${why}`)
    }
    lastFailure = why
    return false
  }

  async function say(changes: Change[]): Promise<void> {
    const counts = await gateway.accountCounts(concerned(changes)).catch((error: unknown) => {
      log.warn({ err: error }, 'affected accounts could not be counted')
      return null
    })
    if (changes.length === 0) print('Reloaded: nothing has changed.')
    for (const change of changes) {
      const accounts = counts === null ? null : sum(change.companies, counts)
      const sentence = withAccounts(change, accounts)
      const facts = { change: change.says, companies: change.companies, accounts }
      if (change.needsRestart) log.warn(facts, `not reloaded: ${sentence}`)
      else log.info(facts, `reloaded: ${sentence}`)
      print(`${change.needsRestart ? 'Not reloaded' : 'Reloaded'}: ${sentence}`)
    }
  }

  return reload
}

/** Reloads when one of the files of that directory says something else than `known`, and at once on SIGHUP. */
export function reloadOnChange(
  configDir: string,
  { known, reload, log }: { known: string; reload: () => Promise<boolean>; log: Logger },
): { close(): Promise<void> } {
  const watch = watchFiles({
    files: () => filesToWatch(configDir),
    known,
    changed: reload,
    report: (error) => log.error({ err: error }, 'the configuration files could not be watched'),
  })
  const onHangUp = () => void watch.act()
  process.on('SIGHUP', onHangUp)
  watch.start()
  return {
    async close() {
      process.off('SIGHUP', onHangUp)
      await watch.close()
    },
  }
}

function concerned(changes: Change[]): string[] {
  return changes.flatMap(({ companies }) => companies)
}

function sum(companies: string[], counts: ReadonlyMap<string, number>): number {
  return companies.reduce((total, id) => total + (counts.get(id) ?? 0), 0)
}

/** `Northwind IT: trusted network Branch office added; 12 accounts affected` */
function withAccounts({ says, companies }: Change, accounts: number | null): string {
  if (companies.length === 0 || accounts === null) return says
  return `${says}; ${accounts === 1 ? '1 account' : `${accounts === 0 ? 'no' : accounts} accounts`} affected`
}
