import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { duration } = manner

export const notices: Messages['notices'] = {
  hello: ({ name }) => `Hola, ${name}:`,
  account: ({ username }) => `Cuenta: ${username}`,
  time: ({ when }) => `Fecha: ${when}`,
  address: ({ address }) => `Desde la dirección: ${address}`,
  by: ({ whom }) => `Hecho por: ${whom}`,
  owner: 'usted',
  admin: 'un administrador de su empresa',
  operator: 'el operador del portal',
  tell: 'Si no sabe nada de esto, avise de inmediato a la persona que gestiona las cuentas en su empresa.',
  tellHelp: ({ help }) => `Si no sabe nada de esto, pida ayuda de inmediato: ${help}`,
  questions: ({ help }) => `¿Preguntas? ${help}`,
  smsTell: '¿No ha sido usted? Avise a la persona que gestiona las cuentas en su empresa.',
  smsHelp: ({ help }) => `¿No ha sido usted? ${help}`,
  challengeFailed: 'Alguien ha introducido su contraseña, pero no el código correcto',
  challengeFailedWhat:
    'La contraseña era correcta; los códigos siguientes fueron incorrectos varias veces. No ha entrado nadie.',
  challengeFailedThen: 'Si ha sido usted, no hay nada que hacer. Si no, alguien conoce su contraseña: cámbiela ahora.',
  appAdded: 'Se ha añadido una aplicación de autenticación a su cuenta',
  phoneAdded: 'Se ha añadido un número de teléfono a su cuenta',
  addedThen: 'Desde ahora se puede usar como segundo paso al iniciar sesión.',
  appRemoved: 'Se ha quitado una aplicación de autenticación de su cuenta',
  phoneRemoved: 'Se ha quitado un número de teléfono de su cuenta',
  removedThen: 'Sus códigos ya no sirven.',
  reset: 'Se ha restablecido la autenticación de dos factores de su cuenta',
  resetThen:
    'Ya no se pide ningún código a sus teléfonos y aplicaciones, y se han cerrado todas sus sesiones. La próxima vez que inicie sesión podrá configurar uno de nuevo.',
  mandate: ({ company }) => `La autenticación de dos factores ya es obligatoria en ${company}`,
  mandateBy: ({ name }) => `${name} la ha activado para todos.`,
  mandateByPolicy: 'La política la ha puesto en vigor.',
  mandateThen:
    'A quien todavía no tenga un segundo factor se le pedirá que lo configure la próxima vez que inicie sesión. No se puede volver a desactivar.',
  mandateWhy: ({ company }) => `Se lo comunicamos porque administra ${company}.`,
  password: 'Se ha cambiado la contraseña de su cuenta',
  passwordThen: 'Quien tuviera la sesión iniciada con la anterior tiene que volver a iniciarla.',
  phone: 'Se ha cambiado el número de teléfono de su cuenta',
  phoneThen: ({ to, from }) => `El número registrado es ahora el ${to}. Los códigos ya no van al ${from}.`,
  numberGone: ({ from }) => `El número ${from} ya no está registrado.`,
  phoneNow: ({ to }) => `El número registrado es ahora el ${to}.`,
  signUp: 'Elija la contraseña de su nueva cuenta',
  signUpLink: ({ lastsMs }) =>
    `Abra este enlace para elegir una contraseña. Sirve una sola vez, durante ${duration(lastsMs)}:`,
  signUpIgnore: 'Si no esperaba este mensaje, no le haga caso.',
}
