/** How Arabic counts: 0, 1, 2, 3 to 10, 11 to 99, hundreds. A word without the form that is needed would be English. */
type CountForm = Intl.LDMLPluralRule
export const COUNT_FORMS: readonly CountForm[] = ['zero', 'one', 'two', 'few', 'many', 'other']

type BaseOf<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : never
type Counting<Words> = `${BaseOf<keyof Words>}_${CountForm}`

/** Every word that English has; of those that count, all forms. */
export type ArabicOf<Words> = Readonly<
  Record<Exclude<keyof Words, Counting<Words>>, string> & Record<Counting<Words>, string>
>

/** What is counted, in each form; `#` stands for the number. */
type Noun = Readonly<Record<CountForm, string>>

export const noun = (one: string, two: string, few: string, many: string, other: string): Noun => ({
  zero: `# ${other}`,
  one,
  two,
  few: `# ${few}`,
  many: `# ${many}`,
  other: `# ${other}`,
})

export const CELLS = noun('خلية واحدة', 'خليتان', 'خلايا', 'خلية', 'خلية')
export const ROWS = noun('صف واحد', 'صفان', 'صفوف', 'صفًا', 'صف')
export const COLUMNS = noun('عمود واحد', 'عمودان', 'أعمدة', 'عمودًا', 'عمود')
export const EDITS = noun('تعديل واحد', 'تعديلان', 'تعديلات', 'تعديلًا', 'تعديل')
export const ERRORS = noun('خطأ واحد', 'خطآن', 'أخطاء', 'خطأً', 'خطأ')
export const CONFLICTS = noun('تعارض واحد', 'تعارضان', 'تعارضات', 'تعارضًا', 'تعارض')
export const MISSING = noun('خلية ناقصة', 'خليتان ناقصتان', 'خلايا ناقصة', 'خلية ناقصة', 'خلية ناقصة')
export const MONTHS = noun('شهر واحد', 'شهرين', 'أشهر', 'شهرًا', 'شهر')
/** Behind a noun or a preposition, where two are another word. */
export const OF_CELLS: Noun = { ...CELLS, two: 'خليتين' }
export const OF_ROWS: Noun = { ...ROWS, two: 'صفين' }
export const OF_VALUES = noun('قيمة واحدة', 'قيمتين', 'قيم', 'قيمة', 'قيمة')

/**
 * All forms of a sentence with a number in it. The verb stands in front of what is counted, because there it is the same
 * for one, two and many. `number`: the placeholder that has it.
 */
export function counted<Key extends string>(
  key: Key,
  number: 'count' | 'shown',
  what: Noun,
  sentence: (what: string) => string = (text) => text,
): Record<`${Key}_${CountForm}`, string> {
  const forms = COUNT_FORMS.map((form) => [`${key}_${form}`, sentence(what[form].replace('#', `{{${number}}}`))])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names
  return Object.fromEntries(forms) as Record<`${Key}_${CountForm}`, string>
}
