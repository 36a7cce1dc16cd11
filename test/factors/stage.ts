import type { TestContext } from 'node:test'
import { pino } from 'pino'
import type { Account } from '../../src/domain/account.ts'
import type { OutgoingMessage, Sender } from '../../src/domain/ports/delivery.ts'
import type { Secrets } from '../../src/domain/ports/secrets.ts'
import { openSecrets } from '../../src/secrets.ts'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'
import type { StoreSet } from '../support/store-sets.ts'

export const SECONDS = 1000
export const MINUTES = 60 * SECONDS

/** What factors stand on: a real directory with Maria and Carl in it, real secrets, and a clock that the test moves. */
export interface Stage {
  directory: SqlDirectory
  /** The same directory as another process opens it. */
  openDirectory(): Promise<SqlDirectory>
  secrets: Secrets
  clock: { now(): number; move(ms: number): void }
  maria: Account
  carl: Account
}

export async function openStage(t: TestContext, storeSet: StoreSet): Promise<Stage> {
  const stores = await storeSet.fresh()
  const opened: SqlDirectory[] = []
  t.after(async () => {
    await Promise.all(opened.map((directory) => directory.close()))
    await stores.dispose()
  })
  async function openDirectory(): Promise<SqlDirectory> {
    const directory = await openSqlDirectory(stores.settings.directory, { dataDir: '/', log: pino({ enabled: false }) })
    opened.push(directory)
    return directory
  }
  const directory = await openDirectory()
  await directory.companies.sync([
    {
      id: 'northwind',
      name: 'Northwind IT',
      kind: 'partner',
      partnerId: null,
      trustedNetworks: [],
      requireTwoFactor: false,
      line: 'policy.yaml:1',
      requireTwoFactorLine: null,
    },
  ])
  let now = Date.UTC(2026, 2, 2, 9, 0, 0)
  return {
    directory,
    openDirectory,
    secrets: openSecrets(['a secret that is only ever used in tests']),
    clock: {
      now: () => now,
      move(ms) {
        now += ms
      },
    },
    maria: await added(directory, 'maria'),
    carl: await added(directory, 'carl'),
  }
}

/** Keeps what it is given to send. */
export function openPocket(): Sender & { messages: OutgoingMessage[]; lastCode(): string } {
  const messages: OutgoingMessage[] = []
  return {
    messages,
    send(message) {
      messages.push(message)
      return Promise.resolve({ carrier: 'pocket', reference: null })
    },
    lastCode: () => messages.at(-1)?.code ?? '',
  }
}

/** Counts how often something secret was compared for a purpose. */
export function countComparisons(secrets: Secrets, purpose: string): { secrets: Secrets; comparisons(): number } {
  let comparisons = 0
  return {
    comparisons: () => comparisons,
    secrets: {
      ...secrets,
      matchesKeyedHash(given, value, hash) {
        if (given === purpose) comparisons += 1
        return secrets.matchesKeyedHash(given, value, hash)
      },
    },
  }
}

/** A code of as many digits that differs from the given one. */
export function otherCode(code: string, offset = 1): string {
  return String((Number(code) + offset) % 10 ** code.length).padStart(code.length, '0')
}

async function added(directory: SqlDirectory, name: string): Promise<Account> {
  const account: Account = {
    id: `account-${name}`,
    companyId: 'northwind',
    username: `${name}@northwind.example`,
    name,
    email: null,
    role: 'member',
    language: null,
    phone: null,
    passwordHash: 'not used here',
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: 0,
    disabledAt: null,
  }
  const by = { at: 0, actor: 'test' }
  if (!(await directory.administration.addAll([account], 'account_added', by)))
    throw new Error(`${name} is there already`)
  return account
}
