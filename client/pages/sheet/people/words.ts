import type { ArabicOf } from '#client/i18n/arabic.ts'

/** Words of who else is in the sheet. */
export const peopleEn = {
  noCell: 'no cell chosen',
  follow: 'Follow {{name}}',
  unfollow: 'Stop following {{name}}',
  following: 'Following {{name}}',
} as const

/** Arabic of the same. Not yet read by a native speaker. */
export const peopleAr: ArabicOf<typeof peopleEn> = {
  noCell: 'لم يختر خلية',
  follow: 'متابعة \u2068{{name}}\u2069',
  unfollow: 'إيقاف متابعة \u2068{{name}}\u2069',
  following: 'تتابع \u2068{{name}}\u2069',
}
