import { numberIn } from '#client/features/changing/numberIn.ts'
import type { NewParameterBody, ParameterValueBody, PublishedParameterReply } from '#shared/api/parameters.ts'
import type { ParameterKind } from '#shared/parameters/parameter.ts'

/** A value as it stands in a form: numbers are texts. */
export interface ValueDraft {
  year: string
  value: string
  source: string
  sourceUrl: string
}

export interface ParameterDraft extends ValueDraft {
  kind: ParameterKind
  name: string
  unit: string
}

/** A new one, as published or empty. `year`: of the cycle on screen. */
export function draftOf(published: PublishedParameterReply | null, year: number | null): ParameterDraft {
  return {
    kind: published?.kind ?? 'density',
    name: published?.name ?? '',
    unit: published?.unit ?? '',
    year: String(published?.year ?? year ?? ''),
    value: published === null ? '' : String(published.value),
    source: published?.source ?? '',
    sourceUrl: published?.source_url ?? '',
  }
}

const isNumber = (text: string): boolean => Number.isFinite(numberIn(text) ?? Number.NaN)

/** Paths of what cannot be read of a value, below `place`. */
export const unreadable = ({ year, value }: ValueDraft, place = ''): string[] => [
  ...(/^\d{4}$/.test(year.trim()) ? [] : [`${place}year`]),
  ...(isNumber(value) ? [] : [`${place}value`]),
]

export const valueBody = ({ year, value, source, sourceUrl }: ValueDraft): ParameterValueBody => ({
  year: Number(year),
  value: numberIn(value) ?? 0,
  source,
  source_url: sourceUrl,
})

export const parameterBody = (draft: ParameterDraft): NewParameterBody => ({
  kind: draft.kind,
  name: draft.name,
  unit: draft.unit,
  values: [valueBody(draft)],
})
