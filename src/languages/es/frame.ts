import type { Messages } from '../messages.ts'

export const frame: Messages['frame'] = {
  error: 'Error:',
  yourAccount: 'Su cuenta',
  settings: 'Ajustes',
  admin: 'Administración',
  employees: 'Gestionar empleados',
  company: 'Ajustes de la empresa',
  audit: 'Registro de auditoría',
  signOut: 'Cerrar sesión',
  signingInAs: 'Inicia sesión como',
  notYou: '¿No es usted?',
  step: ({ step, steps }) => `Paso ${step} de ${steps}`,
}
