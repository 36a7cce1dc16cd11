import type { CodeOutcome, Receipt } from '../delivery.ts'
import type { Channel } from '../factor.ts'
import type { Language } from '../language.ts'
import type { E164 } from '../phone.ts'

export interface OutgoingMessage {
  channel: Channel
  to: E164
  /** Null for a notice, which goes by `sms` alone. */
  code: string | null
  /** The whole text that is sent or spoken. */
  text: string
  /** What the text is written in. */
  language: Language
  /** Whether the account asks for it; where it does not, a carrier with words of its own may choose. */
  languageIsAsked: boolean
}

/** Who carries a message. */
export interface Sender {
  /** Hands a message over. Rejects with a DeliveryError that names everybody who was asked and why they refused. */
  send(message: OutgoingMessage): Promise<Receipt>
  /** Tells the carrier what came of a code, where it wants to hear. Never on a person's way: may be slow, and may fail. */
  outcome?(receipt: Receipt, outcome: CodeOutcome): Promise<void>
}

/** A notice by e-mail, in plain text. */
export interface Mail {
  /** One address, without a name. */
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Rejects with a GatehouseError `delivery_failed` when the mail was not taken. */
  send(mail: Mail): Promise<void>
}
