import type { Kysely } from 'kysely'
import type { KeptFormStore } from '../../domain/ports/kept-forms.ts'
import type { Schema } from './schema.ts'

/** Forms that wait for a fresh proof, over SQL. */
export function sqlKeptForms(db: Kysely<Schema>): KeptFormStore {
  return {
    async keep({ id, sessionHash, sealed, expiresAt }) {
      const row = { id, sealed, expires_at: expiresAt }
      await db
        .insertInto('kept_forms')
        .values({ session_hash: sessionHash, ...row })
        .onConflict((conflict) => conflict.column('session_hash').doUpdateSet(row))
        .execute()
    },
    async find({ id, sessionHash }, now) {
      const row = await db
        .selectFrom('kept_forms')
        .selectAll()
        .where('session_hash', '=', sessionHash)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row === undefined ? null : { id, sessionHash, sealed: row.sealed, expiresAt: row.expires_at }
    },
    async take({ id, sessionHash }, now) {
      const row = await db
        .deleteFrom('kept_forms')
        .where('session_hash', '=', sessionHash)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      return row === undefined ? null : { id, sessionHash, sealed: row.sealed, expiresAt: row.expires_at }
    },
  }
}
