import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { hasWords, searchWords } from '#shared/search/words.ts'
import type { SearchedSheet } from './searchedSheets.ts'
import { isText, wordOfId } from './wordsOfCell.ts'

/** Where in `search_words` cells with a word are: words from `first` to `last` of one field of one sheet. */
export interface LookUp {
  sheet: SearchedSheet
  field: Field
  first: string
  last: string
}

/** The last letter that there is: what begins with a word stands between the word and the word with this. */
const LAST_LETTER = '\u{10ffff}'

/** The words that somebody searches for, and how cells of the fields that they may read have them. */
export class SoughtWords {
  readonly words: readonly string[]
  /** Names of the people that cells of fields of that type hold, by id. */
  readonly #people: ReadonlyMap<string, string>
  readonly #beginning = new Map<string, ReadonlyMap<string, boolean>>()

  constructor(text: string, people: ReadonlyMap<string, string>) {
    this.words = searchWords(text)
    this.#people = people
  }

  /** Where cells may be that have the word, in the order of the sheets and of their fields. */
  lookUps(word: string, sheets: readonly SearchedSheet[]): LookUp[] {
    return sheets.flatMap((sheet) =>
      sheet.fields.flatMap((field): LookUp[] => {
        if (isText(field.type)) {
          return [{ sheet, field, first: word, last: `${word}${LAST_LETTER}` }]
        }
        return this.#idsOf(field, word).map((id) => ({ sheet, field, first: wordOfId(id), last: wordOfId(id) }))
      }),
    )
  }

  /** Whether a row has all of the words, each in some field that may be read. */
  areIn({ fields }: Pick<SearchedSheet, 'fields'>, values: Readonly<Record<string, CellValue>>): boolean {
    const texts = fields.flatMap((field) => this.textsOf(field, values[field.ordinal] ?? null))
    return this.words.every((word) => texts.some((text) => this.#begins(text, word)))
  }

  /** The field by which a row is found when that word is looked up, and the entry that finds it; null: by none. */
  firstOf(
    word: string,
    { fields }: Pick<SearchedSheet, 'fields'>,
    values: Readonly<Record<string, CellValue>>,
  ): { field: Field; entry: string } | null {
    for (const field of fields) {
      const value = values[field.ordinal] ?? null
      const entry = isText(field.type)
        ? typeof value === 'string' &&
          searchWords(value)
            .filter((one) => one.startsWith(word))
            .sort()[0]
        : this.#idsOf(field, word)
            .map(wordOfId)
            .find((id) => idsIn(value).map(wordOfId).includes(id))
      if (typeof entry === 'string') {
        return { field, entry }
      }
    }
    return null
  }

  /** What people read in the cell, as far as words can be found in it. */
  textsOf(field: Field, value: CellValue): string[] {
    if (isText(field.type)) {
      return typeof value === 'string' ? [value] : []
    }
    if (field.type === 'option' || field.type === 'options') {
      const ids = idsIn(value)
      return field.options.filter(({ id }) => ids.includes(id)).map(({ label }) => label)
    }
    return field.type === 'person' ? idsIn(value).flatMap((id) => this.#people.get(id) ?? []) : []
  }

  #idsOf({ type, options }: Field, word: string): string[] {
    if (type === 'option' || type === 'options') {
      return options.filter(({ label }) => this.#begins(label, word)).map(({ id }) => id)
    }
    return type === 'person' ? [...this.#people].filter(([, name]) => this.#begins(name, word)).map(([id]) => id) : []
  }

  /** The same labels and texts are asked about again and again. */
  #begins(text: string, word: string): boolean {
    let known = this.#beginning.get(text)
    if (known === undefined) {
      known = new Map(this.words.map((one) => [one, hasWords(text, [one])]))
      this.#beginning.set(text, known)
    }
    return known.get(word) === true
  }
}

const idsIn = (value: CellValue): readonly string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
