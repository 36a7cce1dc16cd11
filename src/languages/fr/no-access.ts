import type { Messages } from '../messages.ts'

export const noAccess: Messages['noAccess'] = {
  title: 'Accès refusé',
  refused: "{account} n'a pas accès à {app}.",
  thisAccount: 'Ce compte',
  thisPage: 'cette page',
  open: 'Vous pouvez ouvrir',
  ask: 'Si vous en avez besoin pour votre travail, adressez-vous à la personne qui gère les comptes dans votre entreprise.',
  askBelow: "Si vous en avez besoin pour votre travail, demandez de l'aide comme indiqué ci-dessous.",
  account: 'Votre compte',
  somebodyElse: 'Se connecter avec un autre compte',
}
