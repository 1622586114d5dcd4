/** Arabic of the sign-in page. */
export const login = {
  title: 'تسجيل الدخول',
  email: 'بريد العمل',
  password: 'كلمة المرور',
  submit: 'تسجيل الدخول',
  wrong: 'البريد وكلمة المرور لا يتطابقان. تحقق منهما وحاول مرة أخرى.',
  emailMissing: 'أدخل بريدك الإلكتروني.',
  passwordMissing: 'أدخل كلمة المرور.',
  tooMany: 'محاولات كثيرة. انتظر دقيقة ثم حاول مرة أخرى.',
  ended: 'انتهت جلستك. سجّل الدخول من جديد لتتابع من حيث كنت.',
  claimFirst: 'كل طن،',
  claimSecond: 'حتى خليته.',
  foot: 'ليس لديك حساب؟ يستطيع مدير في شركتك إضافتك.',
  showPassword: 'أظهر كلمة المرور أو أخفها',
} as const
