/**
 * What people burn, buy and travel with, by the names that they and the publications of the library use for it. Only what goes
 * by other names in other publications stands here: whatever else is asked for is found by its words.
 */

export interface ActivityFamily {
  key: 'electricity' | 'heat' | 'natural_gas' | 'diesel' | 'petrol' | 'lpg' | 'propane'
  /** As people call it, in lower case. */
  called: readonly string[]
  /** Names of rows of publications, the usual one first. */
  named: readonly RegExp[]
  /** What occurs in the text by which the library searches each of these rows, in lower case. */
  searched: readonly string[]
}

export const ACTIVITY_FAMILIES: readonly ActivityFamily[] = [
  {
    key: 'electricity',
    called: [
      'electricity',
      'grid electricity',
      'purchased electricity',
      'electric power',
      'power',
      'grid',
      'كهرباء',
      'الكهرباء',
      'الكهرباء المشتراة',
    ],
    // DESNZ, custom factors; eGRID by EPA; national grids as the GHG Protocol lists them; losses of the grid, to be refused
    named: [
      /^electricity(: uk)?$/,
      /\btotal output\b/,
      /\bgrid(?: generation)? \d{4}$/,
      /^(?:grid )?electricity\b(?!.*vehicle)/,
      /\bnon-baseload\b/,
      /^grid gross loss\b/,
    ],
    searched: ['electricity', 'total output', 'non-baseload', 'grid gross loss', ' grid '],
  },
  {
    key: 'heat',
    called: ['heat', 'steam', 'district heat', 'district heating', 'heat and steam', 'تدفئة', 'بخار'],
    named: [/^district heat and steam$/, /^purchased steam and heat\b/, /^onsite heat and steam$/],
    searched: ['heat and steam', 'steam and heat'],
  },
  {
    key: 'natural_gas',
    called: ['natural gas', 'mains gas', 'غاز طبيعي', 'الغاز الطبيعي'],
    named: [/^natural gas$/, /^natural gas \(/],
    searched: ['natural gas'],
  },
  {
    key: 'diesel',
    called: ['diesel', 'diesel fuel', 'diesel oil', 'ديزل'],
    named: [
      /^diesel \(average\b/,
      /^diesel fuel$/,
      /^diesel$/,
      /^gas\/diesel oil$/,
      /^distillate fuel oil no\. 2$/,
      /^diesel \(100%/,
    ],
    searched: ['diesel', 'distillate fuel oil'],
  },
  {
    key: 'petrol',
    called: ['petrol', 'gasoline', 'motor gasoline', 'بنزين'],
    named: [/^petrol \(average\b/, /^motor gasoline$/, /^petrol$/, /^petrol \(100%/],
    searched: ['petrol', 'motor gasoline'],
  },
  {
    key: 'lpg',
    called: ['lpg', 'liquefied petroleum gas', 'غاز البترول المسال'],
    named: [/^lpg$/, /^liqu[ei]fied petroleum gases\b/],
    searched: ['lpg', 'petroleum gases'],
  },
  {
    key: 'propane',
    called: ['propane', 'propane gas', 'بروبان'],
    named: [/^propane(?: gas)?$/],
    searched: ['propane'],
  },
]

/** The family that is called so; null: it is found by its words. What stands in brackets behind a name does not count. */
export function familyOf(activity: string): ActivityFamily | null {
  const name = plainName(activity)
  return ACTIVITY_FAMILIES.find(({ called }) => called.includes(name)) ?? null
}

/** The words by which an activity without a family is found, in lower case. */
export const activityWords = (activity: string): string[] => plainName(activity).split(' ').filter(Boolean)

/** How well the name of a factor says an activity. */
export interface NameFit {
  /** The words stand only in the headings above the name. */
  isByHeading: boolean
  /** 0 is the usual name. */
  order: number
}

/** Null: it is another activity. Names are given as publications print them, with headings before the last slash. */
export function fitOfName(activity: string, { name, path }: { name: string; path: readonly string[] }): NameFit | null {
  const last = lastPart(name)
  const family = familyOf(activity)
  if (family !== null) {
    const order = family.named.findIndex((pattern) => pattern.test(last))
    return order === -1 ? null : { isByHeading: false, order }
  }
  const words = activityWords(activity)
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  if (words.length === 0 || !has(`${name} ${path.join(' ')}`)) {
    return null
  }
  return { isByHeading: !has(name), order: last.startsWith(words.join(' ')) ? 0 : 1 }
}

const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/\([^()]*\)/g, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ')

const lastPart = (name: string): string => (name.split(' / ').at(-1) ?? name).trim().toLowerCase()
