/** Arabic of newer factors that are offered. Not yet read by a native speaker. */
export const ar = {
  title: 'معاملات أحدث لـ {{cycle}}',
  intro:
    'معاملات في الخلايا لها طبعة من سنة الدورة أو تصحيح أو إصدار أحدث. لا شيء يتغير من تلقاء نفسه. أما خيارات الأعمدة فتتبع سنة معاملات الدورة.',
  nothing: 'لا تسمي الخلايا معاملًا له ما هو أحدث لهذه الدورة.',
  all: 'الكل',
  reason: 'السبب',
  reasonEdition: 'طبعة أحدث',
  reasonCorrection: 'صحّحه ناشره',
  reasonVersion: 'إصدار أحدث',
  rows: 'الصفوف',
  now: 'الآن، \u2066tCO₂e\u2069',
  afterwards: 'عندئذ، \u2066tCO₂e\u2069',
  later: 'عند الحساب',
  change: 'التغير',
  chosenChange: 'المختار: {{n}}. يتغير الإجمالي بمقدار \u2068{{change}}\u2069 \u2066tCO₂e\u2069.',
  take: 'خذ المختار',
  taken: 'صفوف تسمي الآن المعامل الأحدث: {{rows}}.',
  refused: 'صفوف لا يحق لك تعديلها: {{rows}}.',
}
