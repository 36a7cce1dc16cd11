export const noAccess = {
  title: 'No access',
  refused: '{account} may not open {app}.',
  thisAccount: 'This account',
  thisPage: 'this page',
  open: 'You can open',
  ask: 'If you need it for your work, ask the person who manages accounts in your company.',
  askBelow: 'If you need it for your work, ask for help as described below.',
  account: 'Your account',
  somebodyElse: 'Sign in as somebody else',
}
