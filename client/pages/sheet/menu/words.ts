import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of the menu of a cell. They come with the words of the sheet page. */
export const menuEn = {
  importRows: 'Import a file of rows',
  menuTitle: 'Menu of this cell',
  menuCut: 'Cut',
  menuCopy: 'Copy',
  menuPaste: 'Paste',
  menuClear: 'Clear',
  menuFillDown: 'Fill down',
  menuInsertAbove: 'Insert rows above',
  menuAddBelow: 'Add a row below',
  menuDuplicateRows: 'Duplicate rows',
  menuUseKeys: 'The browser does not allow this from a menu. Press {{keys}}.',
} as const

export const menuAr: ArabicOf<typeof menuEn> = {
  importRows: 'استيراد ملف صفوف',
  menuTitle: 'قائمة هذه الخلية',
  menuCut: 'قص',
  menuCopy: 'نسخ',
  menuPaste: 'لصق',
  menuClear: 'إفراغ',
  menuFillDown: 'تعبئة إلى الأسفل',
  menuInsertAbove: 'إدراج صفوف في الأعلى',
  menuAddBelow: 'إضافة صف في الأسفل',
  menuDuplicateRows: 'تكرار الصفوف',
  menuUseKeys: 'لا يسمح المتصفح بهذا من القائمة. اضغط \u2066{{keys}}\u2069.',
}
