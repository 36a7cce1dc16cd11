import type { Messages } from '../messages.ts'
import { manner } from './manner.ts'

const { list } = manner

export const employees: Messages['employees'] = {
  title: 'Gestionar empleados',
  search: 'Nombre o nombre de usuario',
  status: 'Estado',
  everybody: 'Todos',
  sort: 'Ordenar por',
  submit: 'Buscar',
  nameUp: 'Nombre, de la A a la Z',
  nameDown: 'Nombre, de la Z a la A',
  usernameUp: 'Usuario, de la A a la Z',
  usernameDown: 'Usuario, de la Z a la A',
  signInDown: 'Último inicio de sesión, más reciente',
  signInUp: 'Último inicio de sesión, más antiguo',
  statusUp: 'Estado, primero no inscritos',
  statusDown: 'Estado, primero desactivados',
  noMatch: 'No hay coincidencias.',
  cutShort:
    'Coinciden demasiadas personas para examinarlas todas en una sola página. Escriba más letras del nombre o pase a la página siguiente.',
  showAll: 'Mostrar a todos',
  none: 'Todavía no hay nadie. Añada a su primer empleado.',
  add: 'Añadir empleado',
  caption: ({ company }) => `Empleados de ${company}`,
  name: 'Nombre',
  role: 'Rol',
  cellPhone: 'Móvil',
  factor: 'Autenticación de dos factores',
  lastSignIn: 'Último inicio de sesión',
  noNumber: 'Sin número',
  neverSignedIn: 'Nunca ha iniciado sesión',
  edit: 'Editar',
  pages: 'Páginas',
  export: 'Exportar como CSV',
  start: 'Desde el principio',
  next: 'Página siguiente',
}

export const enrollment: Messages['enrollment'] = {
  enrolled: 'Inscrito',
  notEnrolled: 'No inscrito',
  invited: 'Invitado',
  notSignedUp: 'Todavía no se ha registrado',
  locked: 'Bloqueado',
  disabled: 'Desactivado',
  app: 'aplicación de autenticación',
  phone: 'teléfono',
  factors: ({ kinds }) => list(kinds),
  reminderUntil: 'Recordatorio hasta el {until}',
  admin: 'Administrador',
  member: 'Miembro',
  roleAt: ({ role, company }) => `${role} en ${company}`,
}

export const employee: Messages['employee'] = {
  title: 'Editar empleado',
  saved: 'Guardado.',
  newNumber:
    'Desde ahora los códigos van al número nuevo y a ningún otro. Se considera confirmado tras su primer código correcto.',
  enrollsNobody: ({ name }) =>
    `El número por sí solo no inscribe a nadie: ${name} lo confirma al configurar la autenticación de dos factores.`,
  landline:
    'Parece un teléfono fijo, al que no llegan los SMS: los códigos se leen en una llamada. También sirve una aplicación de autenticación.',
  undetermined:
    'Puede que no sea un móvil: no podemos saber si le llegan los SMS. Se puede pedir una llamada, y también sirve una aplicación de autenticación.',
  profile: 'Perfil',
  name: 'Nombre',
  role: 'Rol',
  giveUpAdmin: ({ company }) => `Ya no quiero ser administrador de ${company}.`,
  cellPhone: 'Número de móvil',
  country: 'País',
  number: 'Número',
  emptyRemoves: 'Para quitar el número, vacíe el campo y guarde.',
  deskPhone: 'Teléfono de oficina',
  ifAny: '(si lo hay)',
  deskPhoneAbout: 'Para los compañeros. Los códigos nunca van ahí.',
  submit: 'Guardar cambios',
  cancel: 'Cancelar',
  account: 'Cuenta',
  status: 'Estado',
  disabledSince: 'Desactivada desde el {since}',
  lockedAfter: ({ failures }) => `Bloqueada tras ${failures} códigos incorrectos seguidos`,
  lockedForGood: 'Tras 100 códigos incorrectos seguidos, solo el operador del portal puede desbloquear esta cuenta.',
  active: 'Activa',
  lastSignIn: 'Último inicio de sesión',
  neverSignedIn: 'Nunca ha iniciado sesión',
  factor: 'Autenticación de dos factores',
  app: 'Aplicación de autenticación',
  phone: 'Teléfono',
  since: 'desde el {since}',
  sinceNotProved: 'desde el {since}; el número nuevo aún no está confirmado',
  cellPhoneNumber: 'Número de móvil',
  none: 'Ninguno',
  invited: 'Invitado: todavía no se ha registrado',
  signUpLink: 'Enlace de registro',
  signUpLinkAbout: 'Todavía no se ha registrado: crear un enlace nuevo',
  access: 'Acceso',
  own: 'Esta es su propia cuenta: el número y los factores se cambian en los ajustes, y solo otro administrador puede desbloquearla o desactivarla.',
}

export const employeeStep: Messages['employeeStep'] = {
  unlock: 'Desbloquear',
  reset_factors: 'Restablecer factores',
  end_sessions: 'Cerrar sesiones',
  remove_app_credentials: 'Eliminar contraseñas de aplicaciones',
  disable: 'Desactivar',
  enable: 'Activar',
  done: {
    unlock: ({ name }) => `${name} ya puede volver a introducir códigos.`,
    reset_factors: ({ name }) =>
      `${name} ya no tiene segundo factor, y sus sesiones se han cerrado en todas partes. Pídale que inicie sesión pronto.`,
    end_sessions: ({ name }) => `Las sesiones de ${name} se han cerrado en todas partes.`,
    remove_app_credentials: ({ name }) =>
      `A ${name} se le pedirán de nuevo el nombre y la contraseña en las aplicaciones que tienen los suyos.`,
    disable: ({ name }) => `${name} ya no puede iniciar sesión, y sus sesiones se han cerrado en todas partes.`,
    enable: ({ name }) => `${name} puede volver a iniciar sesión.`,
  },
  unlockAbout: 'Se pueden volver a probar códigos enseguida',
  resetAbout: 'Por un teléfono perdido: se configura de nuevo un segundo factor',
  endAbout: 'Sesión cerrada en todos los navegadores',
  credentialsAbout: 'Lo que escribió para las aplicaciones que piden un nombre y una contraseña propios',
  disableAbout: 'Sin inicio de sesión hasta que se active',
  enableAbout: 'Inicio de sesión como antes',
  unlockWhat:
    'Se han introducido demasiados códigos incorrectos para esta cuenta. Una vez desbloqueada, se pueden volver a probar códigos enseguida. Los incorrectos se siguen contando: tras 100 seguidos, solo el operador del portal puede desbloquearla.',
  unlockBeware:
    'Si esos códigos no los introdujo la propia persona, puede que alguien más conozca su contraseña: haga que la cambie.',
  resetWhat: ({ name }) =>
    `${name} ya no tendrá segundo factor, se cerrarán todas sus sesiones de inmediato y configurará uno nuevo la próxima vez que inicie sesión.`,
  resetBeware:
    'Hasta entonces, quien conozca su contraseña podría configurar su propio teléfono: asegúrese de que es esa persona quien lo ha pedido y de que inicia sesión pronto.',
  forGood: 'No se puede deshacer.',
  endOwn:
    'Se cerrará su sesión de inmediato en todos los navegadores, también en este, y los códigos enviados dejarán de servir.',
  endWhat: ({ name }) =>
    `La sesión de ${name} se cierra de inmediato en todos los navegadores, y los códigos enviados dejan de servir. Puede volver a iniciar sesión. Lo que no haya guardado puede perderse.`,
  credentialsWhat: ({ name }) =>
    `Lo que ${name} escribió para las aplicaciones que piden un nombre y una contraseña propios se olvida de inmediato. Nadie puede verlo, y allí se le pedirá de nuevo a ${name}.`,
  disableWhat: ({ name }) =>
    `Se cierran de inmediato todas las sesiones de ${name}, que no podrá iniciar sesión hasta que un administrador vuelva a activar la cuenta. El número y los segundos factores se conservan.`,
  enableWhat: ({ name }) =>
    `${name} puede volver a iniciar sesión, con la misma contraseña y el mismo segundo factor que antes.`,
  cancel: 'Cancelar',
}
