import { suite } from 'node:test'
import { accountStoreContract } from './accounts.contract.ts'
import { appCredentialStoreContract } from './app-credentials.contract.ts'
import { auditTrailContract } from './audit-trail.contract.ts'
import { codeStoreContract } from './codes.contract.ts'
import { companyStoreContract } from './companies.contract.ts'
import { eachDirectory } from './directories.ts'
import { employeeDirectoryContract } from './employees.contract.ts'
import { failureStoreContract } from './failures.contract.ts'
import { keptFormStoreContract } from './kept-forms.contract.ts'
import { ownFactorStoreContract } from './own-factors.contract.ts'
import { quotaStoreContract } from './quotas.contract.ts'
import { signUpLinkStoreContract } from './sign-up-links.contract.ts'
import { signingKeyStoreContract } from './signing-keys.contract.ts'

eachDirectory((stage) => {
  suite('accounts', () => accountStoreContract(stage))
  suite('companies', () => companyStoreContract(stage))
  // Before those that fill the trail: which index is taken depends on what stands in it.
  suite('audit trail', () => auditTrailContract(stage))
  suite('employees', () => employeeDirectoryContract(stage))
  suite('sign-up links', () => signUpLinkStoreContract(stage))
  suite('codes', () => codeStoreContract(stage))
  suite('failures', () => failureStoreContract(stage))
  suite('kept forms', () => keptFormStoreContract(stage))
  suite('own factors', () => ownFactorStoreContract(stage))
  suite('quotas', () => quotaStoreContract(stage))
  suite('signing keys', () => signingKeyStoreContract(stage))
  suite('app credentials', () => appCredentialStoreContract(stage))
})
