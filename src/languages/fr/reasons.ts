import type { Reasons } from '../messages.ts'
import { manner } from './manner.ts'

const IS = { partner: 'est un partenaire', client: "est cliente d'un partenaire", direct: 'est une cliente directe' }
const AMONG = {
  partner: 'chez les partenaires',
  client: 'chez les clients des partenaires',
  direct: 'chez les clients directs',
}

/** Pourquoi une connexion est décidée ainsi, et ce que chaque règle a donné. */
export const reasons: Reasons = {
  why_client_company: ({ company }) =>
    `${company} est cliente d'un partenaire : un code y est demandé à chaque connexion, où que l'on soit.`,
  why_outside_trusted_networks: (facts) => `${outside(facts)} : de là, un code est demandé à chaque connexion.`,
  why_relief_disabled: (facts) =>
    `${inside(facts)}, mais selon les règles les réseaux de confiance ne dispensent personne du code : il est demandé à chaque connexion.`,
  why_never_challenged: (facts) => `${inside(facts)}, mais ${never(facts)}.`,
  why_clock_ran_backwards: (facts) =>
    `${inside(facts)}, mais ${passed(facts)}, ce qui est plus tard que maintenant : une horloge a été retardée, il ne compte donc pas.`,
  why_challenge_due: (facts) =>
    `${inside(facts)}, et ${passed(facts)} : après ${manner.duration(facts.everyMs)}, il en faut un nouveau.`,
  why_challenged_recently: (facts) => {
    const until = manner.time(facts.passedAt + facts.everyMs)
    return `${inside(facts)}, et ${passed(facts)} : cela suffit pendant ${manner.duration(facts.everyMs)}, jusqu'au ${until}.`
  },
  why_mandate: (facts) => `${compulsory(facts)}, et ce compte n'en a pas encore.`,
  why_reminder_not_offered: ({ companyKind }) =>
    `Ce compte n'a pas encore de second facteur, et selon les règles personne ne peut le remettre à plus tard ${AMONG[companyKind]}.`,
  why_no_factor: ({ lastsMs }) =>
    `Ce compte n'a pas encore de second facteur. Il peut le remettre à plus tard, pour ${manner.duration(lastsMs)}.`,
  why_reminder_over: ({ remindedAt, lastsMs }) =>
    `Le rappel demandé le ${manner.time(remindedAt)}, pour ${manner.duration(lastsMs)}, ne vaut pas maintenant. Il peut être demandé de nouveau.`,
  why_reminder_taken: ({ until }) =>
    `Ce compte n'a pas encore de second facteur, et l'a remis à plus tard jusqu'au ${manner.time(until)} : d'ici là, le mot de passe suffit.`,
  why_waiting: 'Le mot de passe a été donné, il manque encore le second facteur.',
  why_disabled: ({ since }) =>
    `Ce compte est désactivé depuis le ${manner.time(since)} : aucun mot de passe ne permet d'entrer.`,
  why_company_unknown: ({ companyId }) =>
    `Les règles ne nomment aucune entreprise « ${companyId} », à laquelle ce compte appartient : aucun mot de passe ne permet d'entrer.`,
  why_any_browser:
    "La dispense est liée au navigateur : cette réponse vaut pour un navigateur où aucun code n'a été confirmé.",
  found_factor: 'Ce compte a un second facteur.',
  found_no_factor: "Ce compte n'a pas encore de second facteur.",
  found_company_kind: ({ company, companyKind }) => `${company} ${IS[companyKind]}.`,
  found_network: ({ address, network }) => `${address} est dans le réseau de confiance ${network}.`,
  found_no_network: (facts) => `${outside(facts)}.`,
  found_relief: ({ everyMs }) =>
    `Les réseaux de confiance dispensent du code, pour ${manner.duration(everyMs)} à chaque fois.`,
  found_no_relief: 'Selon les règles, les réseaux de confiance ne dispensent personne du code.',
  found_challenge: ({ inBrowser, passedAt }) =>
    `Le dernier code${inBrowser ? ' dans ce navigateur' : ''} a été confirmé le ${manner.time(passedAt)}.`,
  found_no_challenge: ({ inBrowser }) =>
    inBrowser
      ? "Aucun code n'a été confirmé dans ce navigateur."
      : "Aucun code n'a été confirmé depuis le dernier changement de facteur, de numéro ou de mot de passe.",
  found_mandate: (facts) => `${compulsory(facts)}.`,
  found_no_mandate: ({ company }) => `Un second facteur n'est pas obligatoire chez ${company}.`,
  found_reminder_offer: ({ companyKind, lastsMs }) =>
    `On peut le remettre à plus tard ${AMONG[companyKind]}, pour ${manner.duration(lastsMs)}.`,
  found_no_reminder_offer: ({ companyKind }) => `Personne ne peut le remettre à plus tard ${AMONG[companyKind]}.`,
  found_reminder: ({ remindedAt, lastsMs }) =>
    `Un rappel a été demandé le ${manner.time(remindedAt)}, pour ${manner.duration(lastsMs)}.`,
  found_no_reminder: "Aucun rappel n'a été demandé.",
}

function inside({ address, network, company }: { address: string; network: string; company: string }): string {
  return `${address} est dans le réseau de confiance ${network} de ${company}`
}

function outside(facts: { address: string; company: string; networks: readonly string[] }): string {
  const { address, company, networks } = facts
  return networks.length === 0
    ? `${company} n'a aucun réseau de confiance`
    : `${address} n'est dans aucun réseau de confiance de ${company} (${networks.join(', ')})`
}

function never({ inBrowser }: { inBrowser: boolean }): string {
  return inBrowser
    ? "aucun code n'a été confirmé dans ce navigateur"
    : "aucun code n'a été confirmé depuis le dernier changement de facteur, de numéro ou de mot de passe"
}

function passed({ inBrowser, passedAt }: { inBrowser: boolean; passedAt: number }): string {
  return `le dernier code${inBrowser ? ' dans ce navigateur' : ''} a été confirmé le ${manner.time(passedAt)}`
}

function compulsory({ company, since }: { company: string; since: number | null }): string {
  const from = since === null ? '' : ` depuis le ${manner.time(since)}`
  return `Un second facteur est obligatoire pour tous chez ${company}${from}`
}
