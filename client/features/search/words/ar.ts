import type { ArabicOf } from '#client/i18n/arabic.ts'
import type { en } from './en.ts'

/** Words of the search over everything, in Arabic. */
export const ar: ArabicOf<typeof en> = {
  title: 'بحث',
  hint: 'صفوف وملاحظات وملفات وجداول ومعاملات',
  results: 'ما عُثر عليه',
  kind_table: 'الجداول',
  kind_row: 'الصفوف',
  kind_note: 'الملاحظات',
  kind_evidence: 'الملفات',
  kind_factor: 'المعاملات',
  recent: 'عمليات البحث الأخيرة',
  forget: 'انسَ هذه',
  begin: 'اكتب كلمات أو أوائلها. يجب أن ترد كلها في ما يُعثر عليه.',
  nothing: 'لا شيء مما يحق لك قراءته فيه كل هذه الكلمات.',
  nothingHint: 'تُعرف الكلمات بأوائلها. ولا يشمل البحث الأرقام والتواريخ والنتائج.',
  more: 'المزيد منها',
  back: 'الكل',
  found_zero: 'لا نتائج',
  found_one: 'نتيجة واحدة',
  found_two: 'نتيجتان',
  found_few: '{{count}} نتائج',
  found_many: '{{count}} نتيجة',
  found_other: '{{count}} نتيجة',
  foundMore: 'أول {{count}}',
  unnamed: 'صف',
  move: 'تنقّل',
  open: 'فتح',
  beside: 'لسان جديد',
  rights: 'ما يحق لك قراءته فقط',
}
