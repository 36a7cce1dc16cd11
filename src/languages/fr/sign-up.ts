import type { Messages } from '../messages.ts'

export const newEmployee: Messages['newEmployee'] = {
  usernameAbout: "Son adresse e-mail : elle s'en sert pour se connecter.",
  optional: '(si vous le connaissez)',
  numberAbout: "Il n'inscrit personne : il est confirmé à la première connexion.",
  noPassword: 'Vous ne lui donnez pas de mot de passe : un lien à usage unique lui permet de choisir le sien.',
}

export const signUpLink: Messages['signUpLink'] = {
  title: "Lien d'inscription",
  forWhom: 'pour {name}',
  shown:
    "Donnez ce lien à {name} et à personne d'autre : qui l'ouvre en premier choisit le mot de passe. Il ne sert qu'une fois et n'est montré que cette fois.",
  mailed: 'Il part aussi par e-mail à {username}.',
  validUntil: "Il fonctionne jusqu'au {time}.",
  copy: 'Copier le lien',
  copiedMore: 'Le lien a été copié.',
  selectedMore: 'Le lien est sélectionné.',
  waiting:
    "{name} ne s'est pas encore inscrit. Le lien créé fonctionne jusqu'au {time} ; il a été montré une fois et ne peut plus l'être.",
  none: "{name} ne s'est pas encore inscrit, et aucun lien ne fonctionne.",
  newOne: 'Un nouveau lien met fin au précédent.',
  make: 'Créer un nouveau lien',
  nextAt: 'Vous pourrez en créer un autre à partir du {time}.',
  back: 'Aller à la fiche',
}

export const signUp: Messages['signUp'] = {
  title: 'Choisissez votre mot de passe',
  welcome: 'Bienvenue, {name}. Vous vous connecterez à {company} en tant que {username}.',
  password: 'Nouveau mot de passe',
  least: ({ least }) => `Au moins ${least} caractères. Quelques mots se retiennent facilement.`,
  submit: 'Définir le mot de passe',
}
