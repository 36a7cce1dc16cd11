import assert from 'node:assert/strict'
import { PASSWORD, type TestGateway } from './gateway.ts'
import type { Answer, Visitor } from './visitor.ts'

export const ACCOUNT = '/_gatehouse/account'
export const PROOF = '/_gatehouse/proof'
export const PASSWORD_CARD = `${ACCOUNT}/password`
export const NEW_PASSWORD = { 'new-password': 'another horse, another staple' }

/** What waits for a proof, when an answer asks for one. */
export function keptIn({ status, location }: Answer): string {
  const [, kept] = /^\/_gatehouse\/proof\?for=([\w-]+)$/.exec(location ?? '') ?? []
  return kept ?? assert.fail(`no proof is asked for: ${status} ${location ?? ''}`)
}

/** Password and code, through the pages. Answers what came of what had waited. */
export async function provedByPhone(gate: TestGateway, visitor: Visitor, kept: string): Promise<Answer> {
  const { location } = await visitor.post(PROOF, { for: kept, password: PASSWORD })
  assert.equal(location, `${PROOF}?for=${kept}`)
  return visitor.post(PROOF, { for: kept, code: gate.lastCode() })
}
