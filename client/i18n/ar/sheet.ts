/** Arabic of the sheet. */
export const sheet = {
  entered: 'مُدخل',
  computed: 'محسوب',
  result: 'النتيجة',
  rows: 'صفوف',
  errors: 'أخطاء',
  missing: 'ناقصة',
  sum: 'المجموع',
  average: 'المتوسط',
  count: 'العدد',
  saved: 'محفوظ',
  savedNote: 'كل التغييرات على الخادم',
} as const
