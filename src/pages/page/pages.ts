import type { AuditPage } from './audit.ts'
import type { CompanySettingsPage, MandatePage, WhyPage } from './company.ts'
import type { EmployeePage, EmployeeStepPage, EmployeesPage, NewEmployeePage, SignUpLinkPage } from './employees.ts'
import type { NothingWaitsPage, ProofPage } from './proof.ts'
import type { ResumePage, SendOnPage, SessionEndedPage } from './resume.ts'
import type { NewAppPage, OwnAppPage, OwnCredentialPage, OwnPhonePage, SettingsPage } from './settings.ts'
import type {
  ChallengePage,
  EnrollAppPage,
  EnrollPhonePage,
  EnrolledPage,
  ErrorPage,
  NoAccessPage,
  SignInPage,
  SignUpPage,
} from './sign-in.ts'

/** One typed render function a page; each answers a whole HTML document. Implemented in `pages/index.ts` by `openPages()`. */
export interface Pages {
  signIn(page: SignInPage): string
  enrollPhone(page: EnrollPhonePage): string
  enrollApp(page: EnrollAppPage): string
  challenge(page: ChallengePage): string
  proof(page: ProofPage): string
  nothingWaits(page: NothingWaitsPage): string
  resume(page: ResumePage): string
  sendOn(page: SendOnPage): string
  sessionEnded(page: SessionEndedPage): string
  enrolled(page: EnrolledPage): string
  noAccess(page: NoAccessPage): string
  settings(page: SettingsPage): string
  ownApp(page: OwnAppPage): string
  ownPhone(page: OwnPhonePage): string
  newApp(page: NewAppPage): string
  ownCredential(page: OwnCredentialPage): string
  employees(page: EmployeesPage): string
  employee(page: EmployeePage): string
  employeeStep(page: EmployeeStepPage): string
  newEmployee(page: NewEmployeePage): string
  signUpLink(page: SignUpLinkPage): string
  signUp(page: SignUpPage): string
  companySettings(page: CompanySettingsPage): string
  mandate(page: MandatePage): string
  why(page: WhyPage): string
  audit(page: AuditPage): string
  error(page: ErrorPage): string
}
