export const frame = {
  error: 'Error:',
  yourAccount: 'Your account',
  settings: 'Settings',
  admin: 'Admin',
  employees: 'Manage Employees',
  company: 'Company Settings',
  audit: 'Audit trail',
  signOut: 'Sign out',
  signingInAs: 'Signing in as',
  notYou: 'Not you?',
  step: ({ step, steps }: { step: number; steps: number }) => `Step ${step} of ${steps}`,
}
