import type { Insertable } from 'kysely'
import type { Factor } from '../../domain/factor.ts'
import type { FactorsTable } from './schema.ts'

/** The columns of a factor in an outer join with its account: all null when there is none. */
export interface FactorColumns {
  factor_id: string | null
  factor_kind: FactorsTable['kind'] | null
  factor_phone: FactorsTable['phone']
  line_type: FactorsTable['line_type']
  sealed_key: FactorsTable['sealed_key']
  last_time_step: FactorsTable['last_time_step']
  activated_at: FactorsTable['activated_at'] | null
  unproved_since: FactorsTable['unproved_since']
  factor_name: FactorsTable['name']
}

export function factorRow(accountId: string, factor: Factor): Insertable<FactorsTable> {
  const { id, kind, activatedAt } = factor
  return {
    id,
    account_id: accountId,
    kind,
    phone: factor.kind === 'phone' ? factor.phone : null,
    line_type: factor.kind === 'phone' ? factor.lineType : null,
    sealed_key: factor.kind === 'totp' ? factor.sealedKey : null,
    last_time_step: factor.kind === 'totp' ? factor.lastTimeStep : null,
    activated_at: activatedAt,
    unproved_since: factor.kind === 'phone' ? (factor.unprovedSince ?? null) : null,
    name: factor.kind === 'totp' ? (factor.name ?? null) : null,
  }
}

/** The factor in a row, or none. A row that is neither is a fault: an account must not lose a factor silently. */
export function factorOf(row: FactorColumns): Factor[] {
  const { factor_id: id, factor_kind: kind, activated_at: activatedAt } = row
  if (id === null || activatedAt === null) return []
  if (kind === 'phone' && row.factor_phone !== null && row.line_type !== null) {
    const unproved = row.unproved_since === null ? {} : { unprovedSince: row.unproved_since }
    return [{ kind, id, phone: row.factor_phone, lineType: row.line_type, activatedAt, ...unproved }]
  }
  if (kind === 'totp' && row.sealed_key !== null && row.last_time_step !== null) {
    const name = row.factor_name === null ? {} : { name: row.factor_name }
    return [{ kind, id, sealedKey: row.sealed_key, lastTimeStep: row.last_time_step, activatedAt, ...name }]
  }
  throw new TypeError(`factor ${id} is not whole`)
}
