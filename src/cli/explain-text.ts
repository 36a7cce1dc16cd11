import type { Explanation, UrlAnswer } from '../explanation.ts'

/** An explanation for people to read. */
export function asText(explanation: Explanation): string {
  const { account, company, address, at, signIn, url } = explanation
  const { trustedNetwork } = signIn
  const belongs = company === null ? `company "${account.companyId}"` : `${company.name} (${company.kind})`
  const rows: [string, string][] = [
    ['Account', `${account.username}, ${account.role} of ${belongs}`],
    ['Address', trustedNetwork === null ? address : `${address}, in the trusted network ${trustedNetwork.name}`],
    ['Time', new Date(at).toISOString()],
    ['Decision', decisionInWords(signIn)],
    ['Reason', signIn.because],
    ...signIn.rules.map(({ finding }, index): [string, string] => [
      index === 0 ? 'Asked' : '',
      `${index + 1}. ${finding}`,
    ]),
    ['Policy', signIn.line ?? 'no line: so it is unless policy says otherwise'],
  ]
  if (signIn.supposing !== null) rows.push(['Supposing', signIn.supposing])
  if (url !== null) {
    rows.push(['URL', url.url], ['App', url.app ?? 'none'], ['Entry', `${entryInWords(url)}. ${url.because}`])
    if (url.inner !== null) rows.push(['Inside', url.inner])
  }
  return rows.map(([name, value]) => `${name.padEnd(11)}${value}`).join('\n')
}

/** An explanation for programs; its keys stay. */
export function asJson({ account, company, address, at, signIn, url }: Explanation): string {
  const facts = {
    account: account.username,
    role: account.role,
    company: account.companyId,
    company_kind: company?.kind ?? null,
    address,
    trusted_network: signIn.trustedNetwork?.name ?? null,
    at: new Date(at).toISOString(),
    decision: signIn.decision,
    reason: signIn.reason,
    because: signIn.because,
    policy_line: signIn.line,
    rules: signIn.rules,
    reminder_offered: signIn.reminderOffered,
    supposing: signIn.supposing,
    ...(url === null ? {} : { url: urlFacts(url) }),
  }
  return JSON.stringify(facts, null, 2)
}

function urlFacts({ url, app, decision, reason, because, inner }: UrlAnswer): UrlAnswer {
  return { url, app, decision, reason, because, inner }
}

function decisionInWords({ decision, reason, reminderOffered }: Explanation['signIn']): string {
  switch (decision) {
    case 'refused':
      return 'refused: nobody can sign in'
    case 'challenge':
      return 'challenge: a second factor is asked for'
    case 'enroll':
      return reminderOffered
        ? 'enroll: a second factor is to be set up, or put off'
        : 'enroll: a second factor is to be set up first'
    case 'full':
      return reason === 'reminder_taken' ? 'full: the password is enough for now' : 'full: the password is enough here'
  }
}

function entryInWords({ decision, reason }: UrlAnswer): string {
  switch (decision) {
    case 'forward':
      return reason === 'public_path' ? 'Yes, for everybody' : 'Yes, once the sign-in is complete'
    case 'deny':
      return 'No'
    case 'sign_in':
      return 'No: nobody can sign in'
    case 'own_page':
      return 'No app'
    case 'refused':
      return 'No: the address itself is refused'
  }
}
