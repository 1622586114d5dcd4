import type { FieldOption } from '#shared/fields/field.ts'

/** Words that mean an option: its label or its id, whatever the case and the spacing. */
const optionKey = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

/** One lookup per option list, so that a paste of many rows does not search the list for each cell. */
const lookups = new WeakMap<readonly FieldOption[], Map<string, string>>()

/** The id of the option that a text names, or undefined. */
export function optionOf(options: readonly FieldOption[], text: string): string | undefined {
  let lookup = lookups.get(options)
  if (lookup === undefined) {
    lookup = new Map()
    for (const option of options) {
      const label = optionKey(option.label)
      if (!lookup.has(label)) {
        lookup.set(label, option.id)
      }
    }
    for (const option of options) {
      lookup.set(optionKey(option.id), option.id)
    }
    lookups.set(options, lookup)
  }
  return lookup.get(optionKey(text))
}

/** Whether that is the id of one of them. */
export const isOptionOf = (options: readonly FieldOption[], id: string): boolean =>
  options.some((option) => option.id === id)
