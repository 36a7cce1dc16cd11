import type { Sayings } from '../messages.ts'
import { capitalised } from '../manner.ts'
import { manner } from './manner.ts'
import { reasons } from './reasons.ts'
import { codeNotSent } from './code-not-sent.ts'

const { afterWait, country, plural } = manner

const APPS = { held: 'Use su aplicación de autenticación', offered: 'Configure una aplicación de autenticación' }

export const sentences: Sayings = {
  ...reasons,
  // Signing in
  password_wrong: 'El nombre de usuario y la contraseña no coinciden.',
  own_password_wrong: 'Esa no es su contraseña.',
  too_many_tries: ({ waitMs }) => `Demasiados intentos. Vuelva a intentarlo ${afterWait(waitMs)}.`,
  many_signing_in: 'En este momento hay muchas personas iniciando sesión. Vuelva a intentarlo en un momento.',
  signing_in_unavailable:
    'Ahora mismo no podemos iniciar su sesión. Su cuenta no tiene ningún problema. Vuelva a intentarlo en un momento.',
  session_ended: 'Su sesión ha terminado. Inicie sesión de nuevo.',
  two_session_cookies: 'Su navegador ha enviado dos sesiones a la vez. Borre las cookies de este sitio.',
  sign_in_first: 'Primero inicie sesión.',
  second_factor_first: 'Primero termine de iniciar sesión con su segundo factor.',
  set_up_first: 'Primero configure la autenticación de dos factores.',
  app_not_for_account: 'Esta cuenta no puede entrar en esta aplicación.',
  proof_first: 'Primero vuelva a demostrar quién es, en la página que lo pide.',

  // Codes
  code_wrong: ({ triesLeft }) =>
    triesLeft === null
      ? 'Este código no es correcto.'
      : `Este código no es correcto. ${plural(triesLeft, { one: `Le queda ${triesLeft} intento`, other: `Le quedan ${triesLeft} intentos` })}.`,
  app_code_wrong:
    'Este código no coincide. Cada uno sirve una sola vez: introduzca el siguiente y compruebe que el reloj de su teléfono se ajusta automáticamente.',
  code_used_up: 'Demasiados intentos. Pida un código nuevo.',
  code_expired: 'Este código ha caducado. Podemos enviarle otro.',
  code_unknown: 'Este código ya no sirve. Introduzca el más reciente o pida otro.',
  code_just_sent: ({ waitMs }) => `Se acaba de enviar un código. Podrá pedir otro ${afterWait(waitMs)}.`,
  many_codes_sent: ({ waitMs }) => `Ya se han enviado muchos códigos. Podrá pedir otro ${afterWait(waitMs)}.`,
  no_more_codes: ({ waitMs, appFactor }) => {
    const again = `inténtelo de nuevo ${afterWait(waitMs)}`
    const ways =
      appFactor === null ? `${capitalised(again)} o pida ayuda a su administrador` : `${APPS[appFactor]} o ${again}`
    return `De momento no se puede enviar ningún código. ${ways}.`
  },
  code_not_sent: codeNotSent,
  no_code_sent: 'No hemos podido enviar un código. Vuelva a intentarlo en unos minutos.',
  channel_missing: 'Elija SMS o llamada.',
  mail_not_sent: 'No hemos podido enviar el correo. Vuelva a intentarlo en unos minutos.',

  // Passwords for apps
  credential_name_unreadable: 'Escriba el nombre con el que inicia sesión en esa aplicación. No lleva dos puntos.',
  credential_password_missing: 'Escriba la contraseña que tiene allí.',
  credential_missing: ({ app }) => `${app} necesita primero el nombre y la contraseña que tiene allí.`,
  credential_refused: ({ app }) => `${app} no aceptó su nombre y su contraseña. Escríbalos de nuevo.`,

  // Setting up a second factor
  number_unreadable: (asked) =>
    `No parece un número de teléfono de este país (${country(asked.country)}). Ejemplo: ${asked.example}`,
  country_missing: 'Elija su país y después introduzca su número de móvil.',
  number_refused: 'No podemos enviar códigos a este tipo de números.',
  first_app_code_wrong:
    'Este código no coincide. Compruebe que el reloj de su teléfono se ajusta automáticamente e introduzca el código que aparece ahora.',
  factor_set_up_meanwhile: 'Mientras tanto se ha configurado otro factor para esta cuenta. Use ese.',
  number_is_yours: 'Ese es el número que ya tiene.',
  app_name_missing: 'Escriba un nombre de 1 a 50 caracteres.',
  app_not_added: ({ most }) =>
    `La aplicación no se ha añadido. Una cuenta tiene ${most} como máximo: quite una que ya no use.`,
  app_key_hidden: 'Solicitó esta clave hace un rato y ya no se muestra. Añada la aplicación de nuevo.',
  last_factor: 'Este es su único segundo factor, y su empresa pide uno a todo el mundo. Añada antes otro.',
  reminder_refused:
    'Su empresa pide a todos que usen la autenticación de dos factores, así que hay que configurarla ahora.',

  // New passwords
  sign_up_link_over:
    'Este enlace ya no funciona. Se usó, se sustituyó por uno más reciente o ha caducado. Pida uno nuevo a un administrador de su empresa.',
  password_too_short: ({ least }) => `Use al menos ${least} caracteres. Unas cuantas palabras son fáciles de recordar.`,
  password_too_long: 'Esta contraseña es demasiado larga. Use una más corta.',
  password_common: 'Esta contraseña es una de las que se prueban primero. Use otra.',
  password_own_words: 'No use su nombre de usuario ni el nombre del portal como contraseña. Use otra.',

  // Administration
  only_admins: 'Solo los administradores de su empresa pueden abrir esta página.',
  name_missing: 'Introduzca un nombre de entre 1 y 200 caracteres.',
  employee_unknown: 'En esta dirección no hay nadie de su empresa. Vuelva a «Gestionar empleados».',
  username_unreadable: 'Escriba una dirección de correo. Ejemplo: maria@example.com',
  username_taken: 'Este nombre de usuario está ocupado. Use otro.',
  many_employees_added: ({ waitMs }) =>
    `Por ahora no se puede añadir a nadie más: se han añadido demasiadas personas o demasiados nombres de usuario estaban ocupados. Vuelva a intentarlo ${afterWait(waitMs)}.`,
  mandate_not_confirmed: 'Marque esta casilla si lo quiere para todos, o cancele.',
  role_missing: 'Elija uno de los dos roles.',
  last_admin: ({ company }) => `${company} necesita al menos un administrador. Nombre antes a otra persona.`,
  giving_up_admin: 'Ya no podrá abrir estas páginas. Marque la casilla de abajo si es lo que quiere.',
  cell_phone_missing:
    'Los códigos van a este número: escriba el que lo sustituye. Para quitar el teléfono como factor, restablezca los factores.',
  own_number_in_settings: 'Cambie su propio número en los ajustes, donde lo confirma.',
  desk_phone_unreadable: 'No parece un número de teléfono. Ejemplo: +44 161 496 0000 ext. 12',
  step_not_confirmed: 'Pulse el botón si es lo que quiere, o cancele.',
  disabling_oneself: 'No puede desactivarse a sí mismo: no podría volver a entrar. Puede hacerlo otro administrador.',
  resetting_oneself: 'Aquí no puede restablecer sus propios factores. Cámbielos en los ajustes.',
  unlocking_oneself:
    'No puede desbloquearse a sí mismo: quien tenga su contraseña podría seguir adivinando sin fin. Espere o pídaselo a otro administrador.',

  // Requests
  no_page: 'No hay ninguna página en esta dirección. Compruebe la dirección o vuelva atrás.',
  nothing_to_send: 'A esta página no se le puede enviar nada. Vuelva a donde estaba.',
  method_not_passed_on: 'Las peticiones de este tipo no se transmiten.',
  host_unknown: 'Esta pasarela no responde por el nombre de servidor de esta petición.',
  host_invalid: 'Esta petición no indica un nombre de servidor válido.',
  host_repeated: 'Esta petición indica más de un nombre de servidor.',
  length_uncertain: 'El final de esta petición se puede leer de más de una manera, así que no se ha transmitido.',
  address_invalid: 'La dirección de esta petición no es válida.',
  address_ambiguous: 'Esta dirección se puede leer de más de una manera, así que no se ha transmitido.',
  not_http_1: 'Esto no es una petición HTTP/1.',
  no_handshake: 'Esto no es una apertura de WebSocket.',
  nothing_asked: 'Esta petición no dice por qué pregunta.',
  proxy_not_listed: 'Aquí solo se responde a los proxies que figuran en la configuración.',
  own_page_asked: 'Por las páginas propias de la pasarela no se pregunta: páselas tal cual.',
  front_outdated:
    'El proxy que está delante se configuró según otro gatehouse.yaml: vuelva a generar su configuración.',
  body_too_slow: 'Su petición se quedó a medio camino. Envíela otra vez.',
  app_busy: ({ app }) => `${app} está ocupada. Vuelva a intentarlo en un momento.`,
  form_unreadable: 'No hemos podido leer ese formulario. Vuelva atrás y envíelo de nuevo.',
  form_too_large: 'Ese formulario es más grande que cualquiera de los nuestros. Vuelva atrás y envíelo de nuevo.',
  form_of_another_site:
    'Esta petición venía de otro sitio, así que no se ha hecho nada. Abra de nuevo la página y envíe el formulario desde ahí.',
  opened_by_another_site: 'Esta conexión la ha abierto otro sitio.',

  // Apps, and the gateway itself
  app_silent: ({ app }) => `${app} no responde. Vuelva a intentarlo en un momento.`,
  app_too_slow: ({ app }) => `${app} ha tardado demasiado en responder. Vuelva a intentarlo en un momento.`,
  connection_gone: 'La conexión se ha perdido.',
  stopping: 'Esta pasarela se está deteniendo. Vuelva a intentarlo en un momento.',
  went_wrong: 'Algo ha fallado por nuestra parte. Vuelva a intentarlo en un momento.',

  // Why was I asked?
  not_an_address: 'Eso no es una dirección. Ejemplo: 192.0.2.7 o 2001:db8::7',
  not_a_day: 'Eso no es una fecha. Ejemplo: 2027-01-15',
  not_a_time: 'Eso no es una fecha. Ejemplo: 2027-01-15 o 2027-01-15T08:00:00Z',
}
