import type { Reasons } from '../messages.ts'
import { manner } from './manner.ts'

const IS = { partner: 'es un socio', client: 'es cliente de un socio', direct: 'es un cliente directo' }
const AMONG = { partner: 'en los socios', client: 'en los clientes de socios', direct: 'en los clientes directos' }

/** Por qué un inicio de sesión se decide así, y qué halló cada regla. */
export const reasons: Reasons = {
  why_client_company: ({ company }) =>
    `${company} es cliente de un socio: se pide un código en cada inicio de sesión, desde cualquier lugar.`,
  why_outside_trusted_networks: (facts) => `${outside(facts)}: desde allí se pide un código en cada inicio de sesión.`,
  why_relief_disabled: (facts) =>
    `${inside(facts)}, pero según la política las redes de confianza no eximen a nadie del código: se pide en cada inicio de sesión.`,
  why_never_challenged: (facts) => `${inside(facts)}, pero ${never(facts)}.`,
  why_clock_ran_backwards: (facts) =>
    `${inside(facts)}, pero ${passed(facts)}, más tarde que ahora: un reloj se ha atrasado, así que no cuenta.`,
  why_challenge_due: (facts) =>
    `${inside(facts)}, y ${passed(facts)}: después de ${manner.duration(facts.everyMs)} hace falta otro.`,
  why_challenged_recently: (facts) => {
    const until = manner.time(facts.passedAt + facts.everyMs)
    return `${inside(facts)}, y ${passed(facts)}: basta durante ${manner.duration(facts.everyMs)}, hasta el ${until}.`
  },
  why_mandate: (facts) => `${compulsory(facts)}, y esta cuenta aún no tiene ninguno.`,
  why_reminder_not_offered: ({ companyKind }) =>
    `Esta cuenta aún no tiene un segundo factor, y según la política nadie puede aplazarlo ${AMONG[companyKind]}.`,
  why_no_factor: ({ lastsMs }) =>
    `Esta cuenta aún no tiene un segundo factor. Puede aplazarlo durante ${manner.duration(lastsMs)}.`,
  why_reminder_over: ({ remindedAt, lastsMs }) =>
    `El aplazamiento del ${manner.time(remindedAt)}, de ${manner.duration(lastsMs)}, no vale ahora. Se puede pedir otra vez.`,
  why_reminder_taken: ({ until }) =>
    `Esta cuenta aún no tiene un segundo factor y lo ha aplazado hasta el ${manner.time(until)}: hasta entonces basta la contraseña.`,
  why_waiting: 'La contraseña ya se ha dado y aún falta el segundo factor.',
  why_disabled: ({ since }) =>
    `Esta cuenta está desactivada desde el ${manner.time(since)}: ninguna contraseña permite entrar.`,
  why_company_unknown: ({ companyId }) =>
    `La política no nombra ninguna empresa «${companyId}», a la que pertenece esta cuenta: ninguna contraseña permite entrar.`,
  why_any_browser:
    'La exención está ligada al navegador: esta respuesta vale para uno en el que no se ha confirmado ningún código.',
  found_factor: 'Esta cuenta tiene un segundo factor.',
  found_no_factor: 'Esta cuenta aún no tiene un segundo factor.',
  found_company_kind: ({ company, companyKind }) => `${company} ${IS[companyKind]}.`,
  found_network: ({ address, network }) => `${address} está en la red de confianza ${network}.`,
  found_no_network: (facts) => `${outside(facts)}.`,
  found_relief: ({ everyMs }) =>
    `Las redes de confianza eximen del código, durante ${manner.duration(everyMs)} cada vez.`,
  found_no_relief: 'Según la política, las redes de confianza no eximen a nadie del código.',
  found_challenge: ({ inBrowser, passedAt }) =>
    `El último código${inBrowser ? ' en este navegador' : ''} se confirmó el ${manner.time(passedAt)}.`,
  found_no_challenge: ({ inBrowser }) =>
    inBrowser
      ? 'No se ha confirmado ningún código en este navegador.'
      : 'No se ha confirmado ningún código desde el último cambio de factor, de teléfono o de contraseña.',
  found_mandate: (facts) => `${compulsory(facts)}.`,
  found_no_mandate: ({ company }) => `Un segundo factor no es obligatorio en ${company}.`,
  found_reminder_offer: ({ companyKind, lastsMs }) =>
    `Se puede aplazar ${AMONG[companyKind]}, durante ${manner.duration(lastsMs)}.`,
  found_no_reminder_offer: ({ companyKind }) => `Nadie puede aplazarlo ${AMONG[companyKind]}.`,
  found_reminder: ({ remindedAt, lastsMs }) =>
    `Se aplazó el ${manner.time(remindedAt)}, durante ${manner.duration(lastsMs)}.`,
  found_no_reminder: 'No se ha aplazado.',
}

function inside({ address, network, company }: { address: string; network: string; company: string }): string {
  return `${address} está en la red de confianza ${network} de ${company}`
}

function outside(facts: { address: string; company: string; networks: readonly string[] }): string {
  const { address, company, networks } = facts
  return networks.length === 0
    ? `${company} no tiene redes de confianza`
    : `${address} no está en ninguna red de confianza de ${company} (${networks.join(', ')})`
}

function never({ inBrowser }: { inBrowser: boolean }): string {
  return inBrowser
    ? 'no se ha confirmado ningún código en este navegador'
    : 'no se ha confirmado ningún código desde el último cambio de factor, de teléfono o de contraseña'
}

function passed({ inBrowser, passedAt }: { inBrowser: boolean; passedAt: number }): string {
  return `el último código${inBrowser ? ' en este navegador' : ''} se confirmó el ${manner.time(passedAt)}`
}

function compulsory({ company, since }: { company: string; since: number | null }): string {
  const from = since === null ? '' : ` desde el ${manner.time(since)}`
  return `Un segundo factor es obligatorio para todos en ${company}${from}`
}
