import { counted, OF_ROWS, type ArabicOf } from '#client/i18n/arabic.ts'

/** Words about rows that are moved. They come with the words of the sheet page. */
export const rowsEn = {
  said_moved_one: 'Moved {{count}} row',
  said_moved_other: 'Moved {{count}} rows',
  said_notMovedView: 'Rows are moved in the order of the sheet. Take sort and filter away first.',
  said_notMovedRights: 'You may not change the order of these rows.',
  menuMoveUp: 'Move rows up',
  menuMoveDown: 'Move rows down',
  key_moveRows: 'Moves the selected rows up or down; or drag their numbers',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const rowsAr: ArabicOf<typeof rowsEn> = {
  ...counted('said_moved', 'count', OF_ROWS, (rows) => `نُقل ${rows}`),
  said_notMovedView: 'تُنقل الصفوف في ترتيب الجدول. أزل الفرز والتصفية أولًا.',
  said_notMovedRights: 'لا يحق لك تغيير ترتيب هذه الصفوف.',
  menuMoveUp: 'نقل الصفوف إلى الأعلى',
  menuMoveDown: 'نقل الصفوف إلى الأسفل',
  key_moveRows: 'ينقل الصفوف المحددة إلى الأعلى أو الأسفل؛ أو اسحب أرقامها',
}
