import type { TestContext } from 'node:test'
import type { TwilioSettings } from '../../src/config/settings.ts'
import type { OutgoingMessage } from '../../src/domain/ports/delivery.ts'
import { openTwilio, type Twilio } from '../../src/delivery/twilio/client.ts'
import { ACCOUNT_SID, AUTH_TOKEN, type FakeTwilio, startFakeTwilio } from '../support/fake-twilio.ts'

export const PHONE = '+447400123456'
export const CODE = '012345'

/** To an account that asks for no language. */
const IN_ENGLISH = { language: 'en', languageIsAsked: false } as const

export function sms(to: string = PHONE): OutgoingMessage {
  return { channel: 'sms', to, code: CODE, text: `${CODE} is your Northwind & Söhne <Portal> code.`, ...IN_ENGLISH }
}

export function call(to: string = PHONE): OutgoingMessage {
  const text = 'This is Northwind & <Hangup/>. Your code is: 0. 1. 2. 3. 4. 5. Again, your code is: 0. 1. 2. 3. 4. 5.'
  return { channel: 'call', to, code: CODE, text, ...IN_ENGLISH }
}

/** The vendor's real package, before the fake. */
export async function openStage(
  t: TestContext,
  changes: Partial<TwilioSettings> = {},
  timeoutMs?: number,
): Promise<{ fake: FakeTwilio; twilio: Twilio }> {
  const fake = await startFakeTwilio()
  t.after(() => fake.close())
  const twilio = await openTwilio(
    {
      accountSid: ACCOUNT_SID,
      username: ACCOUNT_SID,
      password: AUTH_TOKEN,
      region: null,
      edge: null,
      baseUrl: fake.url,
      ...changes,
    },
    timeoutMs,
  )
  return { fake, twilio }
}
