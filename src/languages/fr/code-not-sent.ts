import type { DeliveryFault, Remedy } from '../../domain/delivery.ts'
import type { SentenceFacts } from '../../domain/sentence.ts'
import { capitalised } from '../manner.ts'

export function codeNotSent({ fault, channel, remedies }: SentenceFacts<'code_not_sent'>): string {
  return `${WHAT[fault][channel]} ${capitalised(remedies.map((remedy) => REMEDIES[remedy]).join(', ou '))}.`
}

const WHAT: Record<DeliveryFault, { sms: string; call: string }> = {
  number_invalid: { sms: "Ce numéro n'est pas joignable.", call: "Ce numéro n'est pas joignable." },
  landline_refused: {
    sms: 'Nous ne pouvons pas envoyer de SMS à ce numéro.',
    call: 'Nous ne pouvons pas appeler ce numéro.',
  },
  rate_limited: {
    sms: 'Trop de codes ont été envoyés à ce numéro.',
    call: 'Trop de codes ont été envoyés à ce numéro.',
  },
  region_blocked: {
    sms: 'Nous ne pouvons pas envoyer de SMS aux numéros de ce pays.',
    call: 'Nous ne pouvons pas appeler les numéros de ce pays.',
  },
  fraud_blocked: {
    sms: 'Les SMS vers ce numéro sont bloqués pour le moment.',
    call: 'Les appels vers ce numéro sont bloqués pour le moment.',
  },
  lookup_not_permitted: {
    sms: "Nous ne pouvons pas déterminer de quel type de numéro il s'agit.",
    call: "Nous ne pouvons pas déterminer de quel type de numéro il s'agit.",
  },
  vendor_refused: {
    sms: "Nous n'avons pas pu envoyer de SMS à ce numéro.",
    call: "Nous n'avons pas pu appeler ce numéro.",
  },
  vendor_unavailable: {
    sms: "Nous ne pouvons pas envoyer de SMS pour l'instant.",
    call: "Nous ne pouvons pas vous appeler pour l'instant.",
  },
  vendor_misconfigured: {
    sms: "Nous ne pouvons pas envoyer de SMS pour l'instant.",
    call: "Nous ne pouvons pas vous appeler pour l'instant.",
  },
}

const REMEDIES: Record<Remedy, string> = {
  correct_number: 'vérifiez-le et saisissez-le à nouveau',
  get_call: 'demandez plutôt un appel',
  get_text: 'demandez plutôt un SMS',
  use_app: "utilisez votre application d'authentification",
  set_up_app: "configurez une application d'authentification",
  have_admin_correct: 'demandez à votre administrateur de le corriger',
  ask_admin: "demandez de l'aide à votre administrateur",
  wait_ten_minutes: 'réessayez dans dix minutes',
  wait_few_minutes: 'réessayez dans quelques minutes',
  wait_a_day: 'réessayez demain',
}
