import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of what a column asks of its values. */
export const rulesEn = {
  rulesOpen: 'Name and rules…',
  rulesTitle: 'Name and rules: {{column}}',
  rulesName: 'Name',
  rulesRequired: 'Required in every row',
  rulesUnique: 'Different in every row',
  rulesMin: 'Not below',
  rulesMax: 'Not above',
  rulesFirst: 'Not before',
  rulesLast: 'Not after',
  rulesMask: 'Looks like',
  rulesMaskHint: '# is a digit, @ a letter, * anything. Empty: any text.',
  rulesKeep: 'What is in the sheet stays. Values that break a rule are marked, for everybody, at once.',
  rulesSave: 'Save',
  rulesFailed: 'Not saved. {{why}}',
  rulesNoName: 'Give it a name.',
  rulesNoNumber: 'Write a number, or leave it empty.',
  rulesNoDate: 'Write a date like 2025-03-31, or leave it empty.',
  rulesNoMonth: 'Write a month like 2025-03, or leave it empty.',
  rulesOutOfOrder: 'This is above the other limit. Swap them.',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const rulesAr: ArabicOf<typeof rulesEn> = {
  rulesOpen: 'الاسم والقواعد…',
  rulesTitle: 'الاسم والقواعد: \u2068{{column}}\u2069',
  rulesName: 'الاسم',
  rulesRequired: 'مطلوب في كل صف',
  rulesUnique: 'مختلف في كل صف',
  rulesMin: 'لا يقل عن',
  rulesMax: 'لا يزيد على',
  rulesFirst: 'ليس قبل',
  rulesLast: 'ليس بعد',
  rulesMask: 'شكله',
  rulesMaskHint: '# رقم، @ حرف، * أي شيء. فارغ: أي نص.',
  rulesKeep: 'يبقى ما في الجدول. تُعلَّم القيم المخالفة عند الجميع فورًا.',
  rulesSave: 'حفظ',
  rulesFailed: 'لم يُحفظ. {{why}}',
  rulesNoName: 'اكتب اسمًا.',
  rulesNoNumber: 'اكتب رقمًا أو اتركه فارغًا.',
  rulesNoDate: 'اكتب تاريخًا مثل \u20662025-03-31\u2069 أو اتركه فارغًا.',
  rulesNoMonth: 'اكتب شهرًا مثل \u20662025-03\u2069 أو اتركه فارغًا.',
  rulesOutOfOrder: 'هذا أكبر من الحد الآخر. بدّل بينهما.',
}
