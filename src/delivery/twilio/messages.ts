import type { Carrier } from '../carrier.ts'
import type { Twilio } from './client.ts'
import { twilioError } from './faults.ts'

export interface MessagesOptions {
  name: string
  sender: { from: string } | { messagingServiceSid: string }
}

/** Texts by Twilio's Messages, in the gateway's own words. Taken means queued: that it arrived is not waited for. */
export function openMessages({ client }: Twilio, { name, sender }: MessagesOptions): Carrier {
  return {
    name,
    async send({ to, text }) {
      try {
        const { sid } = await client.messages.create({ to, body: text, ...sender })
        return { carrier: name, reference: sid }
      } catch (rejection) {
        throw twilioError(name, rejection)
      }
    },
  }
}
