import { appCredential } from './app-credential.ts'
import { audit } from './audit.ts'
import { auditReasons } from './audit-reasons.ts'
import { challenge } from './challenge.ts'
import { clients } from './clients.ts'
import { codeMessage } from './code-message.ts'
import { companySettings, mandate } from './company.ts'
import { enrollApp, enrollPhone, enrolled } from './enrollment.ts'
import { errors } from './errors.ts'
import { frame } from './frame.ts'
import { manner } from './manner.ts'
import { noAccess } from './no-access.ts'
import { notices } from './notices.ts'
import { employees, enrollment, employee, employeeStep } from './people.ts'
import { nothingWaits, proof } from './proof.ts'
import { resume, sendOn, sessionEnded } from './resume.ts'
import { sentences } from './sentences.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { newEmployee, signUp, signUpLink } from './sign-up.ts'
import { why } from './why.ts'

/** English: what this has, every other language has. */
export const en = {
  manner,
  sentences,
  appCredential,
  audit,
  auditReasons,
  challenge,
  clients,
  codeMessage,
  companySettings,
  employee,
  employeeStep,
  employees,
  enrollApp,
  enrollPhone,
  enrolled,
  enrollment,
  errors,
  frame,
  mandate,
  noAccess,
  nothingWaits,
  notices,
  proof,
  resume,
  sendOn,
  sessionEnded,
  settings,
  signIn,
  signUp,
  signUpLink,
  newEmployee,
  why,
}
