import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of the card of a row. */
export const rowEn = {
  rowOpen: 'Open the row',
  rowTitle: 'Row',
  rowNoName: 'Row without a name',
  rowPlace: '{{place}} of {{all}}',
  rowPrevious: 'Previous row',
  rowNext: 'Next row',
  rowNone: 'Choose a row in the sheet.',
  rowEmptyChoice: 'Nothing chosen',
  rowFiles: 'Files',
  rowByName: 'Write the name, as it is in the list.',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const rowAr: ArabicOf<typeof rowEn> = {
  rowOpen: 'فتح الصف',
  rowTitle: 'الصف',
  rowNoName: 'صف بلا اسم',
  rowPlace: '{{place}} من {{all}}',
  rowPrevious: 'الصف السابق',
  rowNext: 'الصف التالي',
  rowNone: 'اختر صفًا في الجدول.',
  rowEmptyChoice: 'لم يُختر شيء',
  rowFiles: 'الملفات',
  rowByName: 'اكتب الاسم كما هو في القائمة.',
}
