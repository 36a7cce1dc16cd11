import assert from 'node:assert/strict'
import type { Answer } from './visitor.ts'

/** The stable code of a JSON problem (RFC 9457); fails the test when the answer is none. */
export function problemCode({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>): string {
  assert.match(headers['content-type'] ?? '', /^application\/problem\+json/)
  const problem: unknown = JSON.parse(text)
  assert.ok(typeof problem === 'object' && problem !== null && 'code' in problem && 'status' in problem)
  assert.equal(problem.status, status)
  assert.ok(typeof problem.code === 'string')
  return problem.code
}
