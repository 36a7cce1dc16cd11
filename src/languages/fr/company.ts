import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { plural, after, every } = manner

export const companySettings: Messages['companySettings'] = {
  title: "Paramètres de l'entreprise",
  authentication: "Paramètres d'authentification",
  forAll: '2FA pour tous les utilisateurs',
  enabled: 'Activée',
  since: 'depuis le {since} par {by}. Elle ne peut plus être désactivée.',
  policy: 'la politique de sécurité',
  formerAdmin: "un administrateur qui n'est plus là",
  once: ({ company }) =>
    `Une fois activée, tout le monde chez ${company} se connecte avec un second facteur ; ceux qui n'en ont pas le configurent à leur prochaine connexion. C'est irréversible.`,
  announced: 'À partir du {from}, elle sera obligatoire dans tous les cas.',
  enable: 'Activer',
  enableAll: 'Activer la 2FA pour tous',
  reminder: 'Rappel',
  reminderNever: 'Personne ne peut la remettre à plus tard : la 2FA est obligatoire ici.',
  reminderOffered: ({ lastsMs }) =>
    `Qui n'a pas encore de second facteur peut choisir « Me le rappeler ${after(lastsMs)} », autant de fois que voulu.`,
  reminderNone: 'Personne ne peut la remettre à plus tard.',
  networks: 'Réseaux de confiance',
  noNetworks: ({ company }) =>
    `La politique n'en indique aucun pour ${company} : un code est demandé à chaque connexion.`,
  relief: ({ everyMs }) => `Là, un code est demandé ${every(everyMs)}. Partout ailleurs, à chaque connexion.`,
  noRelief: 'La politique a désactivé cet allègement : un code est demandé à chaque connexion.',
  here: 'Vous êtes ici',
  address: 'Votre adresse actuelle : {address}.',
  addressIn: 'Votre adresse actuelle : {address}, dans {network}.',
  addressOutside: "Votre adresse actuelle : {address}, dans aucun d'eux.",
  enrolled: '{count} inscrits',
  count: ({ enrolled, people }) => `${enrolled} sur ${people}`,
}

export const mandate: Messages['mandate'] = {
  title: 'Activer la 2FA pour tous',
  everyone:
    "Tout le monde a configuré la 2FA. Désormais, personne ne peut s'en passer, et toute nouvelle personne devra la configurer à sa première connexion.",
  count: ({ missing, people }) => `${missing} sur ${people}`,
  missing: ({ missing, people }) =>
    `{count} ${plural(people, { one: 'personne', other: 'personnes' })} ${plural(missing, { one: "n'a", other: "n'ont" })} pas configuré la 2FA. Cela leur sera demandé à la prochaine connexion.`,
  forGood: "C'est irréversible.",
  forGoodMore: 'Ni vous ni nous ne pourrons revenir en arrière.',
  confirm: ({ company }) => `Rendre la 2FA obligatoire pour tous chez ${company}. Je comprends que c'est irréversible.`,
  submit: 'Activer',
  cancel: 'Annuler',
}
