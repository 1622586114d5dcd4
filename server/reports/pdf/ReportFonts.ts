import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { VisualRun } from './BidiText.ts'
import { sfntOfWoff } from './sfntOfWoff.ts'

/** How strong letters are. */
export type Weight = 'regular' | 'strong'

const fileOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier))

/**
 * IBM Plex (SIL Open Font License 1.1), as the page has it: one font with Latin, Greek and Cyrillic letters and the signs of units,
 * and one with Arabic ones. Of each only the glyphs in use go into the file.
 */
const FILES = {
  'plex-regular': fileOf('@ibm/plex-sans/fonts/complete/woff/IBMPlexSans-Regular.woff'),
  'plex-strong': fileOf('@ibm/plex-sans/fonts/complete/woff/IBMPlexSans-SemiBold.woff'),
  'plex-arabic-regular': fileOf('@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff'),
  'plex-arabic-strong': fileOf('@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-600-normal.woff'),
} as const

/** Read when the first report is made; they are half a megabyte. */
let unpacked: Readonly<Record<string, Buffer>> | null = null

/** Makes the fonts known to a document by the names of `fontOf`. */
export function registerFonts(document: PDFKit.PDFDocument): void {
  unpacked ??= Object.fromEntries(Object.entries(FILES).map(([name, file]) => [name, sfntOfWoff(readFileSync(file))]))
  for (const [name, font] of Object.entries(unpacked)) {
    document.registerFont(name, font)
  }
}

/** The name of the font that has the letters of a run. */
export const fontOf = ({ isArabic }: VisualRun, weight: Weight): keyof typeof FILES =>
  isArabic ? `plex-arabic-${weight}` : `plex-${weight}`

/**
 * The letters of a run in the order in which the library wants them. It turns what has letters of the Arabic script itself, and
 * nothing else; digits and marks that are only used with Arabic it leaves as they are.
 */
export function shaped({ text, isRightToLeft }: VisualRun): {
  text: string
  features?: PDFKit.Mixins.OpenTypeFeatures[]
} {
  const turns = /\p{Script=Arabic}/u.test(text)
  return {
    text: turns === isRightToLeft ? text : Array.from(text).toReversed().join(''),
    // with a feature it takes the whole run; without one it sets word by word, from left to right
    ...(turns && { features: ['rtla'] }),
  }
}
