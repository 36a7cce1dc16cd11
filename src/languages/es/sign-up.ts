import type { Messages } from '../messages.ts'

export const newEmployee: Messages['newEmployee'] = {
  usernameAbout: 'Su dirección de correo: con ella inicia sesión.',
  optional: '(si lo conoce)',
  numberAbout: 'No inscribe a nadie: se confirma en el primer inicio de sesión.',
  noPassword: 'Usted no le da ninguna contraseña: un enlace de un solo uso le permite elegir la suya.',
}

export const signUpLink: Messages['signUpLink'] = {
  title: 'Enlace de registro',
  forWhom: 'para {name}',
  shown:
    'Dé este enlace a {name} y a nadie más: quien lo abra primero elige la contraseña. Sirve una sola vez y solo se muestra ahora.',
  mailed: 'También va de camino a {username} por correo.',
  validUntil: 'Funciona hasta el {time}.',
  copy: 'Copiar enlace',
  copiedMore: 'El enlace se ha copiado.',
  selectedMore: 'El enlace está seleccionado.',
  waiting:
    '{name} aún no se ha registrado. El enlace creado funciona hasta el {time}; se mostró una vez y no se guarda en ningún sitio.',
  none: '{name} aún no se ha registrado, y no hay ningún enlace que funcione.',
  newOne: 'Un enlace nuevo anula el anterior.',
  make: 'Crear un enlace nuevo',
  nextAt: 'Podrá crear otro a partir del {time}.',
  back: 'Ir a la ficha',
}

export const signUp: Messages['signUp'] = {
  title: 'Elija su contraseña',
  welcome: 'Le damos la bienvenida, {name}. Iniciará sesión en {company} como {username}.',
  password: 'Contraseña nueva',
  least: ({ least }) => `Al menos ${least} caracteres. Unas pocas palabras son fáciles de recordar.`,
  submit: 'Definir contraseña',
}
