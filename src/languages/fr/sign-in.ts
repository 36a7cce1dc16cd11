import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'Connexion',
  to: 'à {app}',
  signedOut: 'Vous êtes déconnecté.',
  signedOutMore: 'Vous pouvez fermer cette page ou vous reconnecter.',
  signedUp: 'Votre mot de passe est défini.',
  signedUpMore: "Connectez-vous maintenant avec lui ; l'étape suivante est le second facteur.",
  expired: 'Votre session est terminée.',
  expiredMore:
    "Elle n'a pas servi depuis un moment ou a été fermée ailleurs. Connectez-vous pour continuer ; ce que vous n'aviez pas enregistré devra peut-être être envoyé à nouveau.",
  keptMore:
    "Ce que vous venez d'envoyer est conservé quelques minutes : connectez-vous, et vous pourrez le transmettre.",
  username: "Nom d'utilisateur",
  password: 'Mot de passe',
  show: 'Afficher',
  hide: 'Masquer',
  showPassword: 'Afficher le mot de passe',
  submit: 'Se connecter',
}
