import type { DeliveryFault, Remedy } from '../../domain/delivery.ts'
import type { SentenceFacts } from '../../domain/sentence.ts'
import { capitalised } from '../manner.ts'

export function codeNotSent({ fault, channel, remedies }: SentenceFacts<'code_not_sent'>): string {
  return `${WHAT[fault][channel]} ${capitalised(remedies.map((remedy) => REMEDIES[remedy]).join(', oder '))}.`
}

const WHAT: Record<DeliveryFault, { sms: string; call: string }> = {
  number_invalid: { sms: 'Diese Nummer ist nicht erreichbar.', call: 'Diese Nummer ist nicht erreichbar.' },
  landline_refused: {
    sms: 'An diese Nummer können wir keine SMS senden.',
    call: 'Diese Nummer können wir nicht anrufen.',
  },
  rate_limited: {
    sms: 'An diese Nummer wurden zu viele Codes gesendet.',
    call: 'An diese Nummer wurden zu viele Codes gesendet.',
  },
  region_blocked: {
    sms: 'An Nummern in diesem Land können wir keine SMS senden.',
    call: 'Nummern in diesem Land können wir nicht anrufen.',
  },
  fraud_blocked: {
    sms: 'SMS an diese Nummer sind vorerst gesperrt.',
    call: 'Anrufe an diese Nummer sind vorerst gesperrt.',
  },
  lookup_not_permitted: {
    sms: 'Wir können nicht feststellen, was für eine Nummer das ist.',
    call: 'Wir können nicht feststellen, was für eine Nummer das ist.',
  },
  vendor_refused: {
    sms: 'An diese Nummer konnten wir keine SMS senden.',
    call: 'Diese Nummer konnten wir nicht anrufen.',
  },
  vendor_unavailable: { sms: 'Wir können gerade keine SMS senden.', call: 'Wir können Sie gerade nicht anrufen.' },
  vendor_misconfigured: { sms: 'Wir können gerade keine SMS senden.', call: 'Wir können Sie gerade nicht anrufen.' },
}

const REMEDIES: Record<Remedy, string> = {
  correct_number: 'prüfen Sie sie und geben Sie sie noch einmal ein',
  get_call: 'fordern Sie stattdessen einen Anruf an',
  get_text: 'fordern Sie stattdessen eine SMS an',
  use_app: 'verwenden Sie Ihre Authenticator-App',
  set_up_app: 'richten Sie eine Authenticator-App ein',
  have_admin_correct: 'bitten Sie die Admins Ihrer Firma, sie zu berichtigen',
  ask_admin: 'bitten Sie die Admins Ihrer Firma um Hilfe',
  wait_ten_minutes: 'versuchen Sie es in zehn Minuten noch einmal',
  wait_few_minutes: 'versuchen Sie es in ein paar Minuten noch einmal',
  wait_a_day: 'versuchen Sie es morgen noch einmal',
}
