import type { Logger } from 'pino'
import type { Settings } from './config/settings.ts'
import { openDelivery } from './delivery/open.ts'
import { openPhoneNumbers } from './delivery/phone-numbers.ts'
import type { AccountStore } from './domain/ports/accounts.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { CodeStore } from './domain/ports/codes.ts'
import type { Mailer, Sender } from './domain/ports/delivery.ts'
import type { FailureStore } from './domain/ports/limits.ts'
import type { LineTypeLookup, PhoneNumbers } from './domain/ports/phone-numbers.ts'
import type { Secrets } from './domain/ports/secrets.ts'
import { type OneTimeCodes, openOneTimeCodes } from './factors/one-time-code.ts'
import { openTotp, type Totp } from './factors/totp.ts'

/** Everything by which a person proves who they are, and what carries the proof to them. */
export interface Factors {
  oneTimeCodes: OneTimeCodes
  totp: Totp
  phoneNumbers: PhoneNumbers
  lineTypes: LineTypeLookup
  /** What carries notices. `mailer` is null where no mail can be sent. */
  delivery: { sender: Sender; mailer: Mailer | null }
}

export async function openFactors(
  settings: Settings,
  parts: {
    directory: { accounts: AccountStore; codes: CodeStore; failures: FailureStore }
    secrets: Secrets
    clock: Clock
    log: Logger
    outbox: { file: string | null; print: (line: string) => void }
  },
): Promise<Factors> {
  const { secrets, clock, log } = parts
  const { accounts, codes, failures } = parts.directory
  const { hostname, protocol } = settings.publicUrl
  const { sender, lineTypes, mailer } = await openDelivery(settings.delivery, {
    portalName: settings.portal.name,
    outbox: parts.outbox,
    clock,
    log,
  })
  return {
    oneTimeCodes: openOneTimeCodes({
      codes,
      failures,
      secrets,
      clock,
      report: (cause) => log.warn({ err: cause }, 'a carrier was not told what came of a code'),
      alert: (budget) => {
        const { perDay } = settings.codes
        if (budget === 'near') log.warn({ perDay }, 'four fifths of the codes of the day (UTC) are sent')
        else log.error({ perDay }, 'the last code of the day (UTC) is sent: none goes out until the next')
      },
      sender,
      settings: settings.codes,
      defaultLanguage: settings.defaultLanguage,
      host: protocol === 'https:' ? hostname : null,
    }),
    totp: openTotp({ accounts, failures, secrets, clock, issuer: settings.portal.name }),
    phoneNumbers: openPhoneNumbers(),
    lineTypes,
    delivery: { sender, mailer },
  }
}
