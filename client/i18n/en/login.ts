/** Words of the sign-in page. */
export const login = {
  title: 'Sign in',
  email: 'Work e-mail',
  password: 'Password',
  submit: 'Sign in',
  wrong: 'E-mail and password do not fit together. Check both and try again.',
  emailMissing: 'Enter your e-mail address.',
  passwordMissing: 'Enter your password.',
  tooMany: 'Too many tries. Wait a minute, then try again.',
  ended: 'Your session has ended. Sign in again to go on where you were.',
  claimFirst: 'Every tonne,',
  claimSecond: 'down to its cell.',
  foot: 'No account yet? An administrator of your company can add you.',
  showPassword: 'Show or hide the password',
} as const
