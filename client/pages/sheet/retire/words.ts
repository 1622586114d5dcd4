import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of taking columns out and bringing them back. */
export const retireEn = {
  retireOpen: 'Retire this column…',
  retireTitle: 'Retire the column “{{column}}”?',
  retireText:
    'It disappears for everybody and in every cycle. Its values and their history are kept: “Add a column here” brings it back.',
  retireNow: 'Retire column',
  retired: 'Column “{{column}}” retired.',
  retiredTitle: 'Retired columns',
  bringBack: 'Bring back',
  bringBackColumn: 'Bring back “{{column}}”',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const retireAr: ArabicOf<typeof retireEn> = {
  retireOpen: 'إيقاف هذا العمود…',
  retireTitle: 'إيقاف العمود «\u2068{{column}}\u2069»؟',
  retireText: 'يختفي عند الجميع وفي كل دورة. تُحفظ قيمه وسجلّها: يعيده «إضافة عمود هنا».',
  retireNow: 'إيقاف العمود',
  retired: 'أُوقف العمود «\u2068{{column}}\u2069».',
  retiredTitle: 'أعمدة موقوفة',
  bringBack: 'إعادة',
  bringBackColumn: 'إعادة «\u2068{{column}}\u2069»',
}
