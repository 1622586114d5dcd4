import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of cells that point at people, rows of other tables and factors. */
export const targetsEn = {
  type_person: 'People',
  type_reference: 'Rows of another table',
  type_factor: 'Emission factors',
  problem_not_found: 'Nothing is called “{{value}}”. Choose in the list, or write a name as it stands there.',
  problem_several: 'More than one is called “{{value}}”. Choose one in the list.',
  problem_not_chosen: '“{{value}}” is only a text yet. Choose it in the list.',
  problem_gone: 'What stands here is not there any more. Choose another one, or leave it as it was.',
  targetGone: 'the row is gone',
  targetHidden: 'hidden',
  targetSearching: 'Searching…',
  targetNothing: 'Not found. Enter keeps it as text and marks it.',
  targetNotYours: 'You may not read what these are called, so none can be chosen.',
  targetFailed: 'The list is out of reach. Enter keeps what you typed.',
  targetPer: '{{amount}} kg {{gas}} per {{unit}}',
  newColumnTable: 'Table',
  newColumnTableHint: 'Of the same project; its rows of the same cycle.',
  newColumnShows: 'Show its column',
  newColumnShowsHint: 'A column of texts: it says what a row is called.',
  newColumnNoTexts: 'This table has no column of texts that you may read.',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const targetsAr: ArabicOf<typeof targetsEn> = {
  type_person: 'أشخاص',
  type_reference: 'صفوف جدول آخر',
  type_factor: 'معاملات انبعاث',
  problem_not_found: 'لا شيء اسمه «\u2068{{value}}\u2069». اختر من القائمة، أو اكتب الاسم كما هو فيها.',
  problem_several: 'أكثر من واحد اسمه «\u2068{{value}}\u2069». اختر واحدًا من القائمة.',
  problem_not_chosen: '«\u2068{{value}}\u2069» ما زال نصًا فقط. اختره من القائمة.',
  problem_gone: 'ما كان هنا لم يعد موجودًا. اختر غيره، أو اتركه كما هو.',
  targetGone: 'حُذف الصف',
  targetHidden: 'مخفي',
  targetSearching: 'جارٍ البحث…',
  targetNothing: 'غير موجود. مفتاح الإدخال يبقيه نصًا ويعلّمه.',
  targetNotYours: 'لا يحق لك قراءة هذه الأسماء، فلا يمكن اختيار أي منها.',
  targetFailed: 'تعذّر الوصول إلى القائمة. مفتاح الإدخال يبقي ما كتبته.',
  targetPer: '\u2068{{amount}}\u2069 \u2066kg {{gas}}\u2069 لكل \u2068{{unit}}\u2069',
  newColumnTable: 'الجدول',
  newColumnTableHint: 'من المشروع نفسه؛ صفوفه من الدورة نفسها.',
  newColumnShows: 'يُظهر عموده',
  newColumnShowsHint: 'عمود نصوص: يقول ما اسم الصف.',
  newColumnNoTexts: 'ليس في هذا الجدول عمود نصوص يحق لك قراءته.',
}
