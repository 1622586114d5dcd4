import { counted, OF_ROWS, type ArabicOf } from '#client/i18n/arabic.ts'

/** Words of the list of deleted rows. They come with the words of the sheet page. */
export const deletedRowsEn = {
  deletedRows: 'Deleted rows',
  deletedRowsOpen: 'Deleted rows…',
  deletedRowsText: 'Rows are never gone for good. They come back to their place with all that they held.',
  deletedRowsNone: 'No row of this sheet is deleted.',
  deletedRowsRestore: 'Restore',
  deletedRowsRestoreThis: 'Restore {{row}}',
  deletedRowsRestoreAll_one: 'Restore the row',
  deletedRowsRestoreAll_other: 'Restore all {{shown}} rows',
  deletedRowsMore: 'Show more',
  deletedRowsEmpty: 'An empty row',
  deletedRowsBy: 'Deleted by {{name}}, {{when}}',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const deletedRowsAr: ArabicOf<typeof deletedRowsEn> = {
  deletedRows: 'الصفوف المحذوفة',
  deletedRowsOpen: 'الصفوف المحذوفة…',
  deletedRowsText: 'لا يضيع صف نهائيًا. يعود إلى مكانه بكل ما كان فيه.',
  deletedRowsNone: 'لا صف محذوفًا في هذا الجدول.',
  deletedRowsRestore: 'استعادة',
  deletedRowsRestoreThis: 'استعادة \u2068{{row}}\u2069',
  ...counted('deletedRowsRestoreAll', 'shown', OF_ROWS, (rows) => `استعادة ${rows}`),
  deletedRowsMore: 'عرض المزيد',
  deletedRowsEmpty: 'صف فارغ',
  deletedRowsBy: 'حذفه \u2068{{name}}\u2069، {{when}}',
}
