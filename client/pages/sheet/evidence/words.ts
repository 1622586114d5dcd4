import { type ArabicOf, counted, noun } from '#client/i18n/arabic.ts'

/** Words of files in cells. */
export const evidenceEn = {
  evidenceTitle: 'Files',
  evidenceOpen: 'Files of this cell',
  evidenceFiles_one: '{{count}} file',
  evidenceFiles_other: '{{count}} files',
  evidenceNone: 'No files yet. Drop them on the cell, paste them, or choose them here.',
  evidenceNoneReadOnly: 'No files.',
  evidenceOtherCell: 'Choose a cell of a column for files.',
  evidenceChoose: 'Choose files…',
  evidenceHint: 'Up to {{size}} each. A file that you remove stays in the history.',
  evidenceSending: 'Sending {{file}}',
  evidenceAttached: '{{file}} is attached.',
  evidenceFull: 'A cell holds {{most}} files at most. Take one out and try again, or put this one elsewhere.',
  evidenceUnsent: 'The file could not be read or sent. Try again.',
  evidenceOffline: 'Files need a connection. This one waits here, and is sent when you are back online.',
  evidenceRetry: 'Send {{file}} again',
  evidenceCancel: 'Do not send {{file}}',
  evidenceSave: 'Download {{file}}',
  evidenceNotSaved: '{{file}} could not be downloaded. Try again.',
  evidenceRemove: 'Remove {{file}} from the cell',
  evidenceUnknown: 'A file of another column, which is not shown here',
} as const

const FILES = noun('ملف واحد', 'ملفان', 'ملفات', 'ملفًا', 'ملف')

/** Arabic of the same. Not yet read by a native speaker. */
export const evidenceAr: ArabicOf<typeof evidenceEn> = {
  evidenceTitle: 'الملفات',
  evidenceOpen: 'ملفات هذه الخلية',
  ...counted('evidenceFiles', 'count', FILES),
  evidenceNone: 'لا ملفات بعد. أسقطها على الخلية أو الصقها أو اخترها هنا.',
  evidenceNoneReadOnly: 'لا ملفات.',
  evidenceOtherCell: 'اختر خلية في عمود للملفات.',
  evidenceChoose: 'اختيار ملفات…',
  evidenceHint: 'حتى \u2066{{size}}\u2069 للملف. ما تزيله يبقى في السجل.',
  evidenceSending: 'جارٍ إرسال \u2068{{file}}\u2069',
  evidenceAttached: 'أُرفق \u2068{{file}}\u2069.',
  evidenceFull: 'تتسع الخلية لـ {{most}} ملفًا على الأكثر. أخرج ملفًا وأعد المحاولة، أو ضع هذا الملف في خلية أخرى.',
  evidenceUnsent: 'تعذّرت قراءة الملف أو إرساله. أعد المحاولة.',
  evidenceOffline: 'تحتاج الملفات إلى اتصال. ينتظر هذا الملف هنا ويُرسل عند عودة الاتصال.',
  evidenceRetry: 'إعادة إرسال \u2068{{file}}\u2069',
  evidenceCancel: 'عدم إرسال \u2068{{file}}\u2069',
  evidenceSave: 'تنزيل \u2068{{file}}\u2069',
  evidenceNotSaved: 'تعذّر تنزيل \u2068{{file}}\u2069. حاول مرة أخرى.',
  evidenceRemove: 'إزالة \u2068{{file}}\u2069 من الخلية',
  evidenceUnknown: 'ملف من عمود آخر لا يظهر هنا',
}
