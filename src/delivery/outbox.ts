import { appendFile } from 'node:fs/promises'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { DeliveryError } from '../domain/delivery.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Mail, Mailer, OutgoingMessage, Sender } from '../domain/ports/delivery.ts'

const NAME = 'outbox'

export interface OutboxOptions {
  /** Shows a line to whoever runs the demo. */
  print: (line: string) => void
  /** Where each message is also appended as a JSON line; null for nowhere. */
  file: string | null
  clock: Clock
}

/** For the demo and for tests: messages go to the terminal and a file instead of to a phone or mailbox. */
export function openOutbox({ print, file, clock }: OutboxOptions): { sender: Sender; mailer: Mailer } {
  // One write at a time, so that the lines stand in the order in which the messages were sent.
  let lastWrite: Promise<void> = Promise.resolve()

  function write(line: string): Promise<void> {
    if (file === null) return Promise.resolve()
    const written = lastWrite.then(() => appendFile(file, line, { mode: 0o600 }))
    lastWrite = written.catch(() => undefined)
    return written
  }

  async function put(message: object, announcement: string): Promise<void> {
    const time = new Date(clock.now()).toISOString()
    try {
      await write(`${JSON.stringify({ time, ...message })}\n`)
    } catch (cause) {
      throw new DeliveryError([{ carrier: NAME, fault: 'vendor_unavailable' }], cause)
    }
    print(announcement)
  }

  return {
    sender: {
      async send(message) {
        const { channel, to, code, text } = message
        await put({ channel, to, code, text }, announcementOf(message))
        return { carrier: NAME, reference: null }
      },
    },
    mailer: {
      send: ({ to, subject, text }: Mail) =>
        put({ channel: 'email', to, code: null, text, subject }, `E-mail to ${to} · ${subject}`),
    },
  }
}

function announcementOf({ channel, to, code, text }: OutgoingMessage): string {
  const number = parsePhoneNumberFromString(to)?.formatInternational() ?? to
  return `${channel === 'sms' ? 'SMS' : 'Phone call'} to ${number} · ${code ?? text.replaceAll('\n', ' ')}`
}
