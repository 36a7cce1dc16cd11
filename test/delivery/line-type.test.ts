import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundedLineType } from '../../src/delivery/bounded-line-type.ts'
import { openLineTypes } from '../../src/delivery/line-type.ts'
import { openPhoneNumbers } from '../../src/delivery/phone-numbers.ts'
import type { LineType } from '../../src/domain/phone.ts'

const lookup = openLineTypes()

async function assertLineTypes(expected: Record<string, LineType>): Promise<void> {
  for (const [phone, lineType] of Object.entries(expected)) assert.equal(await lookup.lineType(phone), lineType, phone)
}

test('A8 · mobiles and landlines are told apart where the numbering plan does', async () => {
  await assertLineTypes({
    '+447400123456': 'mobile',
    '+491711234567': 'mobile',
    '+442079460958': 'landline',
    '+493012345678': 'landline',
  })
})

test('A8 · what the plan does not tell is undetermined', async () => {
  await assertLineTypes({
    '+12015550123': 'undetermined',
    '+445600123456': 'undetermined',
    '+447700900123': 'undetermined',
    '+1': 'undetermined',
  })
})

test('A9 · a Canadian number is never determined, and it is the area code that tells, not +1', async () => {
  // 600 is Canada's own non-geographic code; 876 is Jamaica's, where mobiles can be told.
  await assertLineTypes({
    '+15062345678': 'undetermined',
    '+14162345678': 'undetermined',
    '+16002005678': 'undetermined',
    '+18762101234': 'mobile',
  })
})

test('R6 · numbers that are billed, shared or no telephone are refused', async () => {
  await assertLineTypes({
    '+19002345678': 'refused',
    '+18003569377': 'refused',
    '+33899123456': 'refused',
    '+448431234567': 'refused',
    '+447640123456': 'refused',
    '+447012345678': 'refused',
    '+445512345678': 'refused',
    '+80012345678': 'refused',
    '+870773111632': 'refused',
  })
})

test('A9 · the example of a mobile is no landline anywhere, and undetermined in the US and Canada', async () => {
  const numbers = openPhoneNumbers()
  const told = new Map<LineType, string[]>()
  for (const { code } of numbers.countries('en')) {
    const parsed = numbers.parse(code, numbers.example(code) ?? '')
    assert.ok('phone' in parsed)
    const lineType = await lookup.lineType(parsed.phone)
    told.set(lineType, [...(told.get(lineType) ?? []), code])
  }
  assert.ok(told.get('undetermined')?.includes('CA') && told.get('undetermined')?.includes('US'))
  assert.deepEqual([told.get('landline'), told.get('refused')], [undefined, undefined])
  assert.ok((told.get('mobile')?.length ?? 0) > 200)
})

test('A9 · a lookup that fails counts as undetermined, and is reported', async () => {
  const failure = new Error('lookup service answered 500')
  const reported: unknown[] = []
  const bounded = boundedLineType(
    { name: 'lookup', lineType: () => Promise.reject(failure) },
    { timeoutMs: 1000, report: (attempt, cause) => reported.push([attempt, cause]) },
  )
  const failed = { carrier: 'lookup', fault: 'vendor_unavailable' } as const
  assert.deepEqual(await bounded.lineType('+447400123456'), { lineType: 'undetermined', failed })
  assert.deepEqual(reported, [[failed, failure]])
})

test('A9 · a lookup that is slow counts as undetermined, and what it answers later is not used', async () => {
  const slow = Promise.withResolvers<LineType>()
  const time = new AbortController()
  const reported: unknown[] = []
  let asked = 0
  const bounded = boundedLineType(
    { name: 'lookup', lineType: () => slow.promise },
    { timeoutMs: 1500, report: (cause) => reported.push(cause), timeout: (ms) => ((asked = ms), time.signal) },
  )
  const answer = bounded.lineType('+447400123456')
  time.abort(new Error('1500 ms passed'))
  const failed = { carrier: 'lookup', fault: 'vendor_unavailable' } as const
  assert.deepEqual(await answer, { lineType: 'undetermined', failed })
  assert.equal(asked, 1500)
  assert.equal(reported.length, 1)
  slow.reject(new Error('too late to matter'))
})

test('A9 · a lookup in time is believed', async () => {
  const bounded = boundedLineType(lookup, { timeoutMs: 1000, report: ({ fault }) => assert.fail(fault) })
  assert.deepEqual(await bounded.lineType('+447400123456'), { lineType: 'mobile', failed: null })
})
