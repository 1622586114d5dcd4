import { type ArabicOf, CELLS, counted, noun } from '#client/i18n/arabic.ts'

const BILLS = noun('فاتورة واحدة', 'فاتورتان', 'فواتير', 'فاتورة', 'فاتورة')

/** Words of what is wrong with cells. */
export const problemsEn = {
  problem_not_a_number: '“{{value}}” is not a number. Write digits with a point for decimals, like 1204.5.',
  problem_not_a_date: '“{{value}}” is not a date. Write it like 2025-03-31 or 31/03/2025.',
  problem_not_a_month: '“{{value}}” is not a month. Write it like 2025-03 or Mar 2025.',
  problem_not_yes_or_no: '“{{value}}” is neither yes nor no. Write yes or no.',
  problem_not_an_option: '“{{value}}” is not in the list. Pick one of its {{options}} choices.',
  problem_not_files: '“{{value}}” is no file. Clear the cell and attach the file instead.',
  problem_too_long: 'The text is longer than {{most}} characters. Shorten it.',
  problem_too_small: '{{field}} must not be below {{limit}}. Check the value and its unit.',
  problem_too_large: '{{field}} must not be above {{limit}}. Check the value and its unit.',
  problem_other_form: '{{field}} has to look like {{limit}} (# is a digit, @ a letter, * anything).',
  problem_not_unique: 'Another row has the same {{field}}. It must be different in every row.',
  problem_rule_broken: 'This has to be true in the row: {{limit}}',
  problemsTitle: 'To check',
  problemsText: 'Values that do not fit, and required cells that are empty. They are kept as they are.',
  problemsNone: 'Nothing to check: every value fits, and nothing required is empty.',
  problemsMore_one: 'The list shows the first {{shown}} cell.',
  problemsMore_other: 'The list shows the first {{shown}} cells.',
  problemMissing: 'Required, and empty.',
  problemsNoName: 'Row without a name',
  showProblems: 'Show what is to check',
  straddling:
    '{{from}} to {{to}} goes beyond {{cycle}}: {{inside}} of {{total}} days are in it. Prorate it by day in the menu of the cell.',
  straddlingTitle: 'Bills that go beyond {{cycle}}',
  toProrate_one: '{{count}} bill to prorate',
  toProrate_other: '{{count}} bills to prorate',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const problemsAr: ArabicOf<typeof problemsEn> = {
  problem_not_a_number: '«\u2068{{value}}\u2069» ليس رقمًا. اكتب الأرقام بنقطة قبل الكسور، مثل \u20661204.5\u2069.',
  problem_not_a_date: '«\u2068{{value}}\u2069» ليس تاريخًا. اكتبه مثل \u20662025-03-31\u2069 أو \u206631/03/2025\u2069.',
  problem_not_a_month: '«\u2068{{value}}\u2069» ليس شهرًا. اكتبه مثل \u20662025-03\u2069.',
  problem_not_yes_or_no: '«\u2068{{value}}\u2069» ليس نعم ولا لا. اكتب نعم أو لا.',
  problem_not_an_option: '«\u2068{{value}}\u2069» ليس في القائمة. اختر أحد خياراتها ({{options}}).',
  problem_not_files: '«\u2068{{value}}\u2069» ليس ملفًا. أفرغ الخلية وأرفق الملف بدلًا منه.',
  problem_too_long: 'النص أطول من {{most}} حرف. اختصره.',
  problem_too_small: 'يجب ألا تقل قيمة \u2068{{field}}\u2069 عن \u2068{{limit}}\u2069. راجع القيمة ووحدتها.',
  problem_too_large: 'يجب ألا تزيد قيمة \u2068{{field}}\u2069 على \u2068{{limit}}\u2069. راجع القيمة ووحدتها.',
  problem_other_form:
    'يجب أن تكون قيمة \u2068{{field}}\u2069 بهذا الشكل: \u2066{{limit}}\u2069 (# رقم، @ حرف، * أي شيء).',
  problem_not_unique: 'في صف آخر القيمة نفسها من \u2068{{field}}\u2069. يجب أن تختلف في كل صف.',
  problem_rule_broken: 'يجب أن يصح هذا في الصف: \u2066{{limit}}\u2069',
  problemsTitle: 'للمراجعة',
  problemsText: 'قيم لا تناسب حقولها، وخلايا مطلوبة فارغة. تبقى كما هي.',
  problemsNone: 'لا شيء للمراجعة: كل القيم مناسبة ولا ينقص شيء مطلوب.',
  ...counted('problemsMore', 'shown', CELLS, (cells) => `تعرض القائمة أول ${cells}.`),
  problemMissing: 'مطلوبة وفارغة.',
  problemsNoName: 'صف بلا اسم',
  showProblems: 'عرض ما يحتاج إلى مراجعة',
  straddling:
    'الفترة من \u2066{{from}}\u2069 إلى \u2066{{to}}\u2069 تتجاوز \u2068{{cycle}}\u2069: {{inside}} من {{total}} يومًا تقع فيها. وزّعها حسب الأيام من قائمة الخلية.',
  straddlingTitle: 'فواتير تتجاوز \u2068{{cycle}}\u2069',
  ...counted('toProrate', 'count', BILLS, (bills) => `للتوزيع: ${bills}`),
}
