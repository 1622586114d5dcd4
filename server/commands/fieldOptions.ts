import type { ProblemDetail } from '#shared/api/problem.ts'
import type { FieldOption } from '#shared/fields/field.ts'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import { isSameText } from './fieldNames.ts'

/** A choice as it was sent; without an id it is a new one. */
export interface GivenOption {
  id?: string | undefined
  label: string
}

/** A choice keeps its id, by which cells know it, and its factors; a new one gets an id that none of these had. */
export function optionsFrom(given: readonly GivenOption[], before: readonly FieldOption[]): FieldOption[] {
  const known = new Map(before.map((option) => [option.id, option]))
  const taken = new Set(known.keys())
  return given.map(({ id, label }) => {
    const option = id === undefined ? undefined : known.get(id)
    if (option !== undefined) {
      return { ...option, label }
    }
    const fresh = keyFrom(label, taken, 'option')
    taken.add(fresh)
    return { id: fresh, label }
  })
}

/** Ids that are not there, and choices that are there twice. */
export function optionProblems(given: readonly GivenOption[], before: readonly FieldOption[]): ProblemDetail[] {
  const ids = new Set(before.map(({ id }) => id))
  return given.flatMap(({ id, label }, at): ProblemDetail[] => {
    const path = `options[${at}]`
    if (id !== undefined && !ids.has(id)) {
      return [{ path, code: 'not-found', message: `There is no choice “${id}”. Leave the id of a new one out.` }]
    }
    const others = given.slice(0, at)
    const isTwice = others.some((one) => isSameText(one.label, label) || (id !== undefined && one.id === id))
    return isTwice ? [{ path, code: 'taken', message: `“${label}” is there twice. Leave one of them out.` }] : []
  })
}
