import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words about what others do to the cell that somebody is typing in. They come with the words of the sheet page. */
export const editingEn = {
  editingSomebody: 'Somebody',
  editingChanged: '{{name}} changed this cell just now: {{value}}',
  editingChoice: 'Enter writes yours over it, Esc keeps theirs.',
  editingKeepTheirs: 'Keep theirs',
  editingOverwrote: 'Yours is written over {{name}}: {{value}}',
  editingOverwroteText: 'Theirs is in the history.',
  editingUseTheirs: 'Use theirs',
  editingKeepMine: 'Keep mine',
  editingRowGone: '{{name}} deleted this row while you were typing. Yours is not written: {{text}}',
  editingCopy: 'Copy the text',
  editingRestore: 'Restore the row and write it',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const editingAr: ArabicOf<typeof editingEn> = {
  editingSomebody: 'شخص ما',
  editingChanged: 'غيّر \u2068{{name}}\u2069 هذه الخلية الآن: \u2068{{value}}\u2069',
  editingChoice: 'يكتب مفتاح الإدخال قيمتك فوقها، ويُبقي مفتاح الخروج قيمته.',
  editingKeepTheirs: 'إبقاء قيمته',
  editingOverwrote: 'كُتبت قيمتك فوق قيمة \u2068{{name}}\u2069: \u2068{{value}}\u2069',
  editingOverwroteText: 'قيمته في السجل.',
  editingUseTheirs: 'استخدام قيمته',
  editingKeepMine: 'إبقاء قيمتي',
  editingRowGone: 'حذف \u2068{{name}}\u2069 هذا الصف وأنت تكتب. لم تُكتب قيمتك: \u2068{{text}}\u2069',
  editingCopy: 'نسخ النص',
  editingRestore: 'استعادة الصف وكتابتها',
}
