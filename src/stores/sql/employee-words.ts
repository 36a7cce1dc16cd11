import { type Insertable, type Kysely, type Transaction, sql } from 'kysely'
import type { Account } from '../../domain/account.ts'
import { searchWords } from '../../domain/search-words.ts'
import type { Schema } from './schema.ts'

/** Few enough that a statement stays below the 32,766 parameters of SQLite and Postgres' 65,535. */
const ROWS_PER_STATEMENT = 10_000
/** Behind every word that begins with what stands before it. */
const LAST_CHARACTER = '\u{10FFFF}'

type Named = Pick<Account, 'id' | 'companyId' | 'name' | 'username'>

/** Writes by which words these are found, who were not there before. Within the transaction that adds them. */
export async function addWords(trx: Kysely<Schema>, people: Named[]): Promise<void> {
  const rows = people.flatMap(rowsOf)
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const some = rows.slice(from, from + ROWS_PER_STATEMENT)
    await trx.insertInto('employee_words').values(some).execute()
  }
}

/** The same for one who has a new name. */
export async function replaceWords(trx: Transaction<Schema>, person: Named): Promise<void> {
  await trx.deleteFrom('employee_words').where('account_id', '=', person.id).execute()
  await addWords(trx, [person])
}

/** Whether a word, of a row of employee_words, begins like this. Walks an index. */
export function begins(word: string) {
  return sql<boolean>`word >= ${word} and word < ${word + LAST_CHARACTER}`
}

function rowsOf({ id, companyId, name, username }: Named): Insertable<Schema['employee_words']>[] {
  return searchWords(`${name} ${username}`).map((word) => ({ account_id: id, company_id: companyId, word }))
}
