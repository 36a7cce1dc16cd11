import type { Kysely } from 'kysely'
import type { KeptFormStore } from '../../domain/ports/kept-forms.ts'
import type { Schema } from './schema.ts'

/** Forms that wait, over SQL. */
export function sqlKeptForms(db: Kysely<Schema>): KeptFormStore {
  return {
    async keep({ id, holderHash, sealed, expiresAt }) {
      const row = { id, sealed, expires_at: expiresAt }
      await db
        .insertInto('kept_forms')
        .values({ holder_hash: holderHash, ...row })
        .onConflict((conflict) => conflict.column('holder_hash').doUpdateSet(row))
        .execute()
    },
    async find({ id, holderHash }, now) {
      const row = await db
        .selectFrom('kept_forms')
        .selectAll()
        .where('holder_hash', '=', holderHash)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row === undefined ? null : { id, holderHash, sealed: row.sealed, expiresAt: row.expires_at }
    },
    async take({ id, holderHash }, now) {
      const row = await db
        .deleteFrom('kept_forms')
        .where('holder_hash', '=', holderHash)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row === undefined ? null : { id, holderHash, sealed: row.sealed, expiresAt: row.expires_at }
    },
  }
}
