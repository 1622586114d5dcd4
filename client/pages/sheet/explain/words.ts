import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of the panel that explains a cell. They come with the words of the sheet page. */
export const explainEn = {
  explainCopyText: 'Copy as text',
  explainCopyJson: 'Copy as JSON',
  explainCopyLink: 'Copy link',
  explainCopiedText: 'The explanation is on the clipboard, as text',
  explainCopiedJson: 'The explanation is on the clipboard, as JSON',
  explainCopiedLink: 'A link to this cell is on the clipboard',
  explainNotCopied: 'The browser did not let this page write to the clipboard.',
  explainChangedBy: '{{name}}, {{when}}',
  explainUnchanged: 'As the sheet began',
  explainHistoryOf: 'History of {{field}}',
  explainConversion: 'Conversion',
  explainConversions: 'Conversions',
  explainOfResult: 'Result',
  explainRounding: 'Rounding',
  explainNotRounded: 'None: computed with every digit',
  explainRounded: 'Only where the formula says round',
  explainSource: 'Publication',
  explainOpenSource: 'Open the publication',
  explainLicence: 'Licence',
  explainAsOf: 'As of',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const explainAr: ArabicOf<typeof explainEn> = {
  explainCopyText: 'نسخ كنص',
  explainCopyJson: 'نسخ بصيغة \u2066JSON\u2069',
  explainCopyLink: 'نسخ الرابط',
  explainCopiedText: 'الشرح في الحافظة كنص',
  explainCopiedJson: 'الشرح في الحافظة بصيغة \u2066JSON\u2069',
  explainCopiedLink: 'رابط هذه الخلية في الحافظة',
  explainNotCopied: 'لم يسمح المتصفح لهذه الصفحة بالكتابة في الحافظة.',
  explainChangedBy: '\u2068{{name}}\u2069، {{when}}',
  explainUnchanged: 'كما بدأ الجدول',
  explainHistoryOf: 'سجل \u2068{{field}}\u2069',
  explainConversion: 'تحويل',
  explainConversions: 'التحويلات',
  explainOfResult: 'النتيجة',
  explainRounding: 'التقريب',
  explainNotRounded: 'لا تقريب: محسوب بكل الأرقام',
  explainRounded: 'فقط حيث تطلبه الصيغة',
  explainSource: 'المنشور',
  explainOpenSource: 'فتح المنشور',
  explainLicence: 'الترخيص',
  explainAsOf: 'كما في',
}
