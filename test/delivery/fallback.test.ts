import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Carrier } from '../../src/delivery/carrier.ts'
import { openFallback } from '../../src/delivery/fallback.ts'
import { DeliveryError, type DeliveryFault, type FailedAttempt } from '../../src/domain/delivery.ts'
import type { OutgoingMessage, Sender } from '../../src/domain/ports/delivery.ts'
import { call, sms } from './twilio-stage.ts'

interface Scripted extends Carrier {
  asked: OutgoingMessage[]
  heard: unknown[]
}

/** A carrier that does as it is told, and remembers. */
function carrier(name: string, behaviour: DeliveryFault | Error | 'takes' | 'hangs' = 'takes'): Scripted {
  const asked: OutgoingMessage[] = []
  const heard: unknown[] = []
  return {
    name,
    asked,
    heard,
    send(message) {
      asked.push(message)
      if (behaviour === 'hangs') return new Promise(() => undefined)
      if (behaviour === 'takes') return Promise.resolve({ carrier: name, reference: `${name}-1` })
      const failure =
        behaviour instanceof Error
          ? behaviour
          : new DeliveryError([{ carrier: name, fault: behaviour }], new Error('the vendor said no'))
      return Promise.reject(failure)
    },
    outcome: (receipt, outcome) => Promise.resolve(void heard.push([receipt.reference, outcome])),
  }
}

function chain(carriers: Carrier[], calls: Carrier[] = []): { sender: Sender; reported: FailedAttempt[] } {
  const reported: FailedAttempt[] = []
  const report = (attempt: FailedAttempt) => reported.push(attempt)
  return { reported, sender: openFallback({ carriers: { sms: carriers, call: calls }, report, timeoutMs: 20 }) }
}

test('the first that takes a message carries it, and nobody else is asked', async () => {
  const [verify, hook] = [carrier('verify'), carrier('hook')]
  const { sender, reported } = chain([verify, hook])
  assert.deepEqual(await sender.send(sms()), { carrier: 'verify', reference: 'verify-1' })
  assert.deepEqual([verify.asked.length, hook.asked.length, reported.length], [1, 0, 0])
})

for (const fault of [
  'rate_limited',
  'region_blocked',
  'vendor_refused',
  'vendor_unavailable',
  'vendor_misconfigured',
] as const) {
  test(`after ${fault} the next is asked, once, and the receipt says who failed`, async () => {
    const [verify, hook] = [carrier('verify', fault), carrier('hook')]
    const { sender, reported } = chain([verify, hook])
    const failed = [{ carrier: 'verify', fault }]
    assert.deepEqual(await sender.send(sms()), { carrier: 'hook', reference: 'hook-1', failedBefore: failed })
    assert.deepEqual([verify.asked, hook.asked], [[sms()], [sms()]])
    assert.deepEqual(reported, failed)
  })
}

test('a notice passes over carriers that bring codes alone, and reaches nobody where all are', async () => {
  const [verify, hook] = [{ ...carrier('verify'), codesOnly: true }, carrier('hook')]
  const notice = { ...sms(), code: null }
  assert.deepEqual(await chain([verify, hook]).sender.send(notice), { carrier: 'hook', reference: 'hook-1' })
  assert.deepEqual(verify.asked, [])
  const { sender } = chain([verify])
  await assert.rejects(sender.send(notice), { fault: 'vendor_misconfigured' })
  assert.deepEqual(verify.asked, [])
})

for (const fault of ['number_invalid', 'landline_refused', 'fraud_blocked'] as const) {
  test(`after ${fault} nobody else is asked`, async () => {
    const hook = carrier('hook')
    const { sender } = chain([carrier('verify', fault), hook])
    await assert.rejects(sender.send(sms()), { fault, attempts: [{ carrier: 'verify', fault }] })
    assert.equal(hook.asked.length, 0)
  })
}

test('a carrier that hangs is left when its time is over, one with a defect counts as down', async () => {
  const { sender, reported } = chain([carrier('slow', 'hangs'), carrier('broken', new TypeError('x')), carrier('hook')])
  const failed = [
    { carrier: 'slow', fault: 'vendor_unavailable' },
    { carrier: 'broken', fault: 'vendor_unavailable' },
  ]
  assert.deepEqual((await sender.send(sms())).failedBefore, failed)
  assert.deepEqual(reported, failed)
})

test('when everybody refused, each was asked once and the error names them all', async () => {
  const carriers = [carrier('verify', 'vendor_unavailable'), carrier('hook', 'rate_limited')]
  const { sender } = chain(carriers)
  await assert.rejects(sender.send(sms()), {
    code: 'delivery_failed',
    fault: 'rate_limited',
    attempts: [
      { carrier: 'verify', fault: 'vendor_unavailable' },
      { carrier: 'hook', fault: 'rate_limited' },
    ],
  })
  assert.deepEqual(
    carriers.map(({ asked }) => asked.length),
    [1, 1],
  )
})

test('calls have a list of their own, and what came of a code is told to who carried it', async () => {
  const [verify, voice] = [carrier('verify'), carrier('voice')]
  const { sender } = chain([verify], [voice])
  const receipt = await sender.send(call())
  await sender.outcome?.(receipt, 'proved')
  await sender.outcome?.({ carrier: 'taken out since', reference: 'x' }, 'proved')
  assert.deepEqual([verify.asked.length, verify.heard, voice.heard], [0, [], [['voice-1', 'proved']]])
})
