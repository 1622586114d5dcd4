import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of the editors in the cells. */
export const editorsEn = {
  /** The language that these words are in, for names of months. */
  editorLanguage: 'en',
  calendar: 'Calendar',
  calendarPrevious: 'Before',
  calendarNext: 'After',
  choiceRemove: 'Take “{{choice}}” away',
  unitOther: '{{typed}} cannot be converted into {{own}}.',
  said_convertedFrom: 'converted from {{unit}}',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const editorsAr: ArabicOf<typeof editorsEn> = {
  editorLanguage: 'ar',
  calendar: 'التقويم',
  calendarPrevious: 'السابق',
  calendarNext: 'التالي',
  choiceRemove: 'إزالة «\u2068{{choice}}\u2069»',
  unitOther: 'لا يمكن تحويل \u2068{{typed}}\u2069 إلى \u2068{{own}}\u2069.',
  said_convertedFrom: 'محوّلة من \u2068{{unit}}\u2069',
}
