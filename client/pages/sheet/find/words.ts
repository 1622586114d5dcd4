import { type ArabicOf, CELLS, counted } from '#client/i18n/arabic.ts'

/** Words of finding and replacing. They come with the words of the sheet page. */
export const findEn = {
  find: 'Find',
  findTitle: 'Find in this sheet',
  findPlace: '{{n}} of {{all}}',
  findNone: 'Not found',
  findNext: 'Next',
  findPrevious: 'Previous',
  findClose: 'Close',
  findCase: 'Match capitals',
  findWhole: 'Whole cell',
  findReplace: 'Replace',
  findReplaceWith: 'Replace with',
  findReplaceAll: 'Replace all',
  findReplaceOpen: 'Show replacing',
  said_replaced_one: 'Replaced in {{count}} cell',
  said_replaced_other: 'Replaced in {{count}} cells',
  said_replacedSkipped: '{{n}} computed or read-only and skipped',
} as const

export const findAr: ArabicOf<typeof findEn> = {
  find: 'بحث',
  findTitle: 'البحث في هذا الجدول',
  findPlace: '{{n}} من {{all}}',
  findNone: 'لا نتيجة',
  findNext: 'التالي',
  findPrevious: 'السابق',
  findClose: 'إغلاق',
  findCase: 'مطابقة حالة الأحرف',
  findWhole: 'الخلية كاملة',
  findReplace: 'استبدال',
  findReplaceWith: 'استبدال بـ',
  findReplaceAll: 'استبدال الكل',
  findReplaceOpen: 'إظهار الاستبدال',
  ...counted('said_replaced', 'count', CELLS, (cells) => `استُبدل في ${cells}`),
  said_replacedSkipped: 'محسوبة أو للقراءة فقط وتُركت: {{n}}',
}
