import assert from 'node:assert/strict'

/** Rejects as a lost store must: as `store_unavailable`, within `withinMs`. */
export async function assertUnavailable(work: () => Promise<unknown>, withinMs: number): Promise<void> {
  const startedAt = performance.now()
  await assert.rejects(work(), { name: 'GatehouseError', code: 'store_unavailable', status: 503 })
  const tookMs = performance.now() - startedAt
  assert.ok(tookMs < withinMs, `took ${Math.round(tookMs)} ms`)
}
