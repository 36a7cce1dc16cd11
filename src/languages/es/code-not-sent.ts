import type { DeliveryFault, Remedy } from '../../domain/delivery.ts'
import type { SentenceFacts } from '../../domain/sentence.ts'
import { capitalised } from '../manner.ts'

export function codeNotSent({ fault, channel, remedies }: SentenceFacts<'code_not_sent'>): string {
  return `${WHAT[fault][channel]} ${capitalised(remedies.map((remedy) => REMEDIES[remedy]).join(', o '))}.`
}

const WHAT: Record<DeliveryFault, { sms: string; call: string }> = {
  number_invalid: { sms: 'No podemos comunicarnos con este número.', call: 'No podemos comunicarnos con este número.' },
  landline_refused: { sms: 'No podemos enviar SMS a este número.', call: 'No podemos llamar a este número.' },
  rate_limited: {
    sms: 'Se han enviado demasiados códigos a este número.',
    call: 'Se han enviado demasiados códigos a este número.',
  },
  region_blocked: {
    sms: 'No podemos enviar SMS a números de este país.',
    call: 'No podemos llamar a números de este país.',
  },
  fraud_blocked: {
    sms: 'Los SMS a este número están bloqueados por ahora.',
    call: 'Las llamadas a este número están bloqueadas por ahora.',
  },
  lookup_not_permitted: {
    sms: 'No podemos saber qué tipo de número es.',
    call: 'No podemos saber qué tipo de número es.',
  },
  vendor_refused: {
    sms: 'No hemos podido enviar un SMS a este número.',
    call: 'No hemos podido llamar a este número.',
  },
  vendor_unavailable: { sms: 'Ahora mismo no podemos enviar SMS.', call: 'Ahora mismo no podemos llamarle.' },
  vendor_misconfigured: { sms: 'Ahora mismo no podemos enviar SMS.', call: 'Ahora mismo no podemos llamarle.' },
}

const REMEDIES: Record<Remedy, string> = {
  correct_number: 'compruébelo y vuelva a introducirlo',
  get_call: 'pida una llamada',
  get_text: 'pida un SMS',
  use_app: 'use su aplicación de autenticación',
  set_up_app: 'configure una aplicación de autenticación',
  have_admin_correct: 'pida a su administrador que lo corrija',
  ask_admin: 'pida ayuda a su administrador',
  wait_ten_minutes: 'vuelva a intentarlo en diez minutos',
  wait_few_minutes: 'vuelva a intentarlo en unos minutos',
  wait_a_day: 'vuelva a intentarlo mañana',
}
