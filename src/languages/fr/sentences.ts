import type { Sayings } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'
import { codeNotSent } from './code-not-sent.ts'

const { afterWait, country, plural } = manner

const APPS = {
  held: "Utilisez votre application d'authentification",
  offered: "Configurez une application d'authentification",
}

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: "Le nom d'utilisateur et le mot de passe ne correspondent pas.",
  own_password_wrong: "Ce n'est pas votre mot de passe.",
  too_many_tries: ({ waitMs }) => `Trop de tentatives. Réessayez ${afterWait(waitMs)}.`,
  many_signing_in: 'Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.',
  signing_in_unavailable:
    "Nous ne pouvons pas vous connecter pour l'instant. Votre compte n'est pas en cause. Réessayez dans un instant.",
  session_ended: 'Votre session est terminée. Connectez-vous à nouveau.',
  two_session_cookies: 'Votre navigateur a envoyé deux connexions à la fois. Effacez les cookies de ce site.',
  sign_in_first: "Connectez-vous d'abord.",
  second_factor_first: "Terminez d'abord la connexion avec votre second facteur.",
  set_up_first: "Configurez d'abord l'authentification à deux facteurs.",
  app_not_for_account: "Ce compte n'a pas accès à cette application.",
  proof_first: "Prouvez d'abord à nouveau votre identité, sur la page qui le demande.",

  // Codes
  code_wrong: ({ triesLeft }) =>
    triesLeft === null
      ? "Ce code n'est pas le bon."
      : `Ce code n'est pas le bon. Il vous reste ${plural(triesLeft, { one: `${triesLeft} tentative`, other: `${triesLeft} tentatives` })}.`,
  app_code_wrong:
    "Ce code ne correspond pas. Chacun ne sert qu'une fois : saisissez le suivant et vérifiez que l'heure de votre téléphone est réglée automatiquement.",
  code_used_up: 'Trop de tentatives. Demandez un nouveau code.',
  code_expired: 'Ce code a expiré. Nous pouvons en envoyer un autre.',
  code_unknown: "Ce code n'est plus valable. Saisissez le plus récent ou demandez-en un autre.",
  code_just_sent: ({ waitMs }) =>
    `Un code vient d'être envoyé. Vous pourrez en demander un autre ${afterWait(waitMs)}.`,
  many_codes_sent: ({ waitMs }) =>
    `Beaucoup de codes ont déjà été envoyés. Vous pourrez en demander un autre ${afterWait(waitMs)}.`,
  no_more_codes: ({ waitMs, appFactor }) => {
    const again = `réessayez ${afterWait(waitMs)}`
    const ways =
      appFactor === null
        ? `${capitalised(again)}, ou demandez de l'aide à votre administrateur`
        : `${APPS[appFactor]}, ou ${again}`
    return `Aucun code ne peut être envoyé pour le moment. ${ways}.`
  },
  code_not_sent: codeNotSent,
  no_code_sent: "Nous n'avons pas pu envoyer de code. Réessayez dans quelques minutes.",
  channel_missing: 'Choisissez SMS ou appel.',
  mail_not_sent: "Nous n'avons pas pu envoyer l'e-mail. Réessayez dans quelques minutes.",

  // Passwords for apps
  credential_name_unreadable:
    'Saisissez le nom avec lequel vous vous connectez à cette application. Il ne contient pas de deux-points.',
  credential_password_missing: 'Saisissez le mot de passe que vous y avez.',
  credential_missing: ({ app }) => `${app} a d'abord besoin du nom et du mot de passe que vous y avez.`,
  credential_refused: ({ app }) => `${app} n'a pas accepté votre nom et votre mot de passe. Saisissez-les à nouveau.`,

  // Setting up a second factor
  number_unreadable: (asked) =>
    `Cela ne ressemble pas à un numéro de téléphone de ce pays (${country(asked.country)}). Exemple : ${asked.example}`,
  country_missing: 'Choisissez votre pays, puis saisissez votre numéro de portable.',
  number_refused: 'Nous ne pouvons pas envoyer de codes à ce type de numéro.',
  first_app_code_wrong:
    "Ce code ne correspond pas. Vérifiez que l'heure de votre téléphone est réglée automatiquement et saisissez le code affiché maintenant.",
  factor_set_up_meanwhile: 'Un autre facteur a été configuré pour ce compte entre-temps. Utilisez celui-là.',
  number_is_yours: "C'est le numéro que vous avez déjà.",
  app_name_missing: 'Saisissez un nom de 1 à 50 caractères.',
  app_not_added: ({ most }) =>
    `L'application n'a pas été ajoutée. Un compte en a ${most} au plus : supprimez-en une que vous n'utilisez plus.`,
  app_key_hidden:
    "Vous avez demandé cette clé il y a un moment, elle n'est donc plus affichée. Ajoutez de nouveau l'application.",
  last_factor:
    "C'est votre seul second facteur, et votre entreprise en demande un à tout le monde. Ajoutez-en d'abord un autre.",
  reminder_refused:
    "Votre entreprise demande à tous d'utiliser l'authentification à deux facteurs : il faut donc la configurer maintenant.",

  // New passwords
  sign_up_link_over:
    'Ce lien ne fonctionne plus. Il a été utilisé, remplacé par un plus récent, ou il a expiré. Demandez-en un nouveau à un administrateur de votre entreprise.',
  password_too_short: ({ least }) => `Utilisez au moins ${least} caractères. Quelques mots sont faciles à retenir.`,
  password_too_long: 'Ce mot de passe est trop long. Utilisez-en un plus court.',
  password_common: "Ce mot de passe est l'un de ceux que l'on essaie en premier. Utilisez-en un autre.",
  password_own_words:
    "N'utilisez ni votre nom d'utilisateur ni le nom du portail comme mot de passe. Utilisez-en un autre.",

  // Administration
  only_admins: 'Seuls les administrateurs de votre entreprise peuvent ouvrir cette page.',
  name_missing: 'Saisissez un nom de 1 à 200 caractères.',
  employee_unknown: "Personne de votre entreprise n'est à cette adresse. Revenez à « Gérer les employés ».",
  username_unreadable: 'Saisissez une adresse e-mail. Exemple : maria@example.com',
  username_taken: "Ce nom d'utilisateur est pris. Choisissez-en un autre.",
  many_employees_added: ({ waitMs }) =>
    `Personne d'autre ne peut être ajouté pour l'instant. Trop de personnes ont été ajoutées, ou trop de noms d'utilisateur étaient pris. Réessayez ${afterWait(waitMs)}.`,
  mandate_not_confirmed: 'Cochez cette case si vous le voulez pour tous, ou annulez.',
  role_missing: "Choisissez l'un des deux rôles.",
  last_admin: ({ company }) => `${company} a besoin d'au moins un administrateur. Nommez d'abord quelqu'un d'autre.`,
  giving_up_admin: "Vous ne pourrez plus ouvrir ces pages. Cochez la case ci-dessous si c'est ce que vous voulez.",
  cell_phone_missing:
    'Les codes vont à ce numéro : saisissez celui qui le remplace. Pour retirer le téléphone comme facteur, réinitialisez les facteurs.',
  own_number_in_settings: 'Changez votre propre numéro dans les paramètres, où vous le confirmez.',
  desk_phone_unreadable: 'Cela ne ressemble pas à un numéro de téléphone. Exemple : +44 161 496 0000 ext. 12',
  step_not_confirmed: "Appuyez sur le bouton si c'est ce que vous voulez, ou annulez.",
  disabling_oneself:
    'Vous ne pouvez pas désactiver votre propre compte : vous ne pourriez plus revenir. Un autre administrateur peut le faire.',
  resetting_oneself: 'Vous ne pouvez pas réinitialiser vos propres facteurs ici. Changez-les dans les paramètres.',
  unlocking_oneself:
    "Vous ne pouvez pas débloquer votre propre compte : quelqu'un qui a votre mot de passe pourrait deviner sans fin. Attendez, ou demandez à un autre administrateur.",

  // Requests
  no_page: "Il n'y a pas de page à cette adresse. Vérifiez l'adresse ou revenez en arrière.",
  nothing_to_send: 'Rien ne peut être envoyé à cette page. Revenez là où vous étiez.',
  method_not_passed_on: 'Les requêtes de ce type ne sont pas transmises.',
  host_unknown: "Cette passerelle ne répond pas pour l'hôte de cette requête.",
  host_invalid: "Cette requête n'indique pas d'hôte valable.",
  host_repeated: "Cette requête indique plus d'un hôte.",
  length_uncertain: "La fin de cette requête peut se lire de plusieurs façons : elle n'a pas été transmise.",
  address_invalid: "L'adresse de cette requête n'est pas valable.",
  address_ambiguous: "Cette adresse peut se lire de plusieurs façons : elle n'a pas été transmise.",
  not_http_1: "Ce n'est pas une requête HTTP/1.",
  no_handshake: "Ce n'est pas une ouverture de WebSocket.",
  nothing_asked: 'Cette requête ne dit pas sur quoi elle porte.',
  proxy_not_listed: 'Seuls les proxys inscrits dans la configuration reçoivent ici une réponse.',
  own_page_asked:
    "Les pages de la passerelle elle-même ne font pas l'objet d'une demande : transmettez-les telles quelles.",
  front_outdated:
    "Le proxy en amont a été configuré d'après un autre gatehouse.yaml : générez à nouveau sa configuration.",
  body_too_slow: "Votre requête s'est arrêtée en chemin. Envoyez-la de nouveau.",
  app_busy: ({ app }) => `${app} est très sollicité. Réessayez dans un instant.`,
  form_unreadable: "Nous n'avons pas pu lire ce formulaire. Revenez en arrière et envoyez-le à nouveau.",
  form_too_large:
    'Ce formulaire est plus grand que tout ce que nous demandons. Revenez en arrière et envoyez-le à nouveau.',
  form_of_another_site:
    "Cette requête venait d'un autre site : rien n'a été fait. Ouvrez à nouveau la page et envoyez le formulaire depuis celle-ci.",
  opened_by_another_site: 'Cette connexion a été ouverte par un autre site.',

  // Apps, and the gateway itself
  app_silent: ({ app }) => `${app} ne répond pas. Réessayez dans un instant.`,
  app_too_slow: ({ app }) => `${app} a mis trop de temps à répondre. Réessayez dans un instant.`,
  connection_gone: 'La connexion est perdue.',
  stopping: "Cette passerelle est en cours d'arrêt. Réessayez dans un instant.",
  went_wrong: 'Un problème est survenu de notre côté. Réessayez dans un instant.',

  // Why was I asked?
  not_an_address: "Ce n'est pas une adresse. Exemple : 192.0.2.7 ou 2001:db8::7",
  not_a_day: "Ce n'est pas une date. Exemple : 2027-01-15",
  not_a_time: "Ce n'est pas une date. Exemple : 2027-01-15 ou 2027-01-15T08:00:00Z",
}
