import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import type { Account } from '../../src/domain/account.ts'
import type { OutgoingMessage, Secrets, Sender } from '../../src/domain/ports.ts'
import { openSecrets } from '../../src/secrets.ts'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'

export const SECONDS = 1000
export const MINUTES = 60 * SECONDS

/** What factors stand on: a real directory with Maria and Carl in it, real secrets, and a clock that the test moves. */
export interface Stage {
  directory: SqlDirectory
  secrets: Secrets
  clock: { now(): number; move(ms: number): void }
  maria: Account
  carl: Account
}

export async function openStage(t: TestContext): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-factors-'))
  const directory = await openSqlDirectory(
    { kind: 'sqlite', file: 'directory.sqlite' },
    { dataDir, log: pino({ enabled: false }) },
  )
  t.after(async () => {
    await directory.close()
    await rm(dataDir, { recursive: true })
  })
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
    send: (message) => Promise.resolve(void messages.push(message)),
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
    phone: null,
    passwordHash: 'not used here',
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: 0,
    disabledAt: null,
  }
  if (!(await directory.accounts.add(account))) throw new Error(`${name} is there already`)
  return account
}
