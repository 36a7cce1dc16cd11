import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite } from 'node:test'
import { Client } from 'pg'
import pino from 'pino'
import type { Account } from '../../src/domain/account.ts'
import type { Company } from '../../src/domain/company.ts'
import type { PhoneFactor, TotpFactor } from '../../src/domain/factor.ts'
import { openSqlDirectory, type SqlDirectory } from '../../src/stores/sql/directory.ts'
import { freshDatabase } from '../support/postgres.ts'

export const NOW = Date.UTC(2026, 0, 15, 9)
export const SILENT = pino({ level: 'silent' })

/** A directory under test, and a way round it to what is really stored. */
export interface Stage {
  directory: SqlDirectory
  query: (text: string) => Promise<Record<string, unknown>[]>
  /** Opens the same directory once more, for a moment, as a process that starts does. */
  reopen: () => Promise<void>
}

/** Defines the same tests for SQLite and for Postgres. `stage` is there once a test runs. */
export function eachDirectory(define: (stage: () => Stage) => void): void {
  for (const [name, open] of Object.entries({ SQLite: openSqliteStage, Postgres: openPostgresStage })) {
    suite(name, () => {
      let opened: Awaited<ReturnType<typeof open>> | undefined
      before(async () => {
        opened = await open()
      })
      after(() => opened?.close())
      define(() => {
        if (opened === undefined) throw new Error('the stage is not open yet')
        return opened
      })
    })
  }
}

async function openSqliteStage(): Promise<Stage & { close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-stores-'))
  const open = () => openSqlDirectory({ kind: 'sqlite', file: 'gatehouse.db' }, { dataDir, log: SILENT })
  const directory = await open()
  const raw = new DatabaseSync(join(dataDir, 'gatehouse.db'))
  return {
    directory,
    query: async (text) => raw.prepare(text).all(),
    reopen: async () => (await open()).close(),
    async close() {
      raw.close()
      await directory.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

async function openPostgresStage(): Promise<Stage & { close(): Promise<void> }> {
  const url = await freshDatabase()
  const open = () => openSqlDirectory({ kind: 'postgres', url, connections: 10 }, { dataDir: '', log: SILENT })
  const directory = await open()
  const raw = new Client(url)
  await raw.connect()
  return {
    directory,
    query: async (text) => (await raw.query<Record<string, unknown>>(text)).rows,
    reopen: async () => (await open()).close(),
    async close() {
      await raw.end()
      await directory.close()
    },
  }
}

export function company(changes: Partial<Company> = {}): Company {
  return {
    id: `northwind-${randomUUID()}`,
    name: 'Northwind IT',
    kind: 'partner',
    partnerId: null,
    trustedNetworks: [],
    requireTwoFactor: false,
    line: 'config/policy.yaml:1',
    requireTwoFactorLine: null,
    ...changes,
  }
}

export function account(changes: Partial<Account> = {}): Account {
  const id = randomUUID()
  return {
    id,
    companyId: 'northwind',
    username: `maria-${id}@northwind.example`,
    name: 'Maria',
    email: 'maria@northwind.example',
    role: 'member',
    language: null,
    phone: null,
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: NOW,
    disabledAt: null,
    ...changes,
  }
}

/** Adds an account, with its line in the audit trail. Answers whether its username was free. */
export function addAccount({ administration }: Pick<SqlDirectory, 'administration'>, added: Account): Promise<boolean> {
  return administration.addAll([added], 'account_added', { at: NOW, actor: 'test' })
}

/** A new account in a new company. */
export async function newAccount(directory: SqlDirectory, employer = company()): Promise<Account> {
  await directory.companies.sync([employer])
  const maria = account({ companyId: employer.id })
  await addAccount(directory, maria)
  return maria
}

export function phoneFactor(changes: Partial<PhoneFactor> = {}): PhoneFactor {
  return {
    kind: 'phone',
    id: randomUUID(),
    phone: '+447400123456',
    lineType: 'mobile',
    activatedAt: NOW,
    ...changes,
  }
}

export function totpFactor(changes: Partial<TotpFactor> = {}): TotpFactor {
  return { kind: 'totp', id: randomUUID(), sealedKey: 'v1.key.sealed', lastTimeStep: 100, activatedAt: NOW, ...changes }
}

/** Calls `work` `times` times at once. */
export function atOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)))
}
