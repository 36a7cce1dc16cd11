import type { Kysely } from 'kysely'
import type { SigningKeyStore } from '../../domain/ports/secrets.ts'
import type { Schema } from './schema.ts'

/** Keys that sign assertions, over SQL. */
export function sqlSigningKeys(db: Kysely<Schema>): SigningKeyStore {
  return {
    async newest(count) {
      const rows = await db.selectFrom('signing_keys').selectAll().orderBy('number', 'desc').limit(count).execute()
      return rows.map(({ number, id, public_key, sealed_key, created_at }) => ({
        number,
        id,
        publicKey: public_key,
        sealedKey: sealed_key,
        createdAt: created_at,
      }))
    },
    async add({ number, id, publicKey, sealedKey, createdAt }) {
      const added = await db
        .insertInto('signing_keys')
        .values({ number, id, public_key: publicKey, sealed_key: sealedKey, created_at: createdAt })
        .onConflict((conflict) => conflict.column('number').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
  }
}
