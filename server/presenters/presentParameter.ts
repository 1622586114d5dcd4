import type { ParameterReply } from '#shared/api/parameters.ts'
import type { Parameter } from '../models/Parameter.ts'

/** A value that holds, with who entered it. */
export interface CurrentValue {
  parameter_id: string
  year: number
  value: number
  source: string
  source_url: string
  created_at: Date
  made_by: string | null
  made_by_name: string | null
}

/** `values`: newest year first. `formulas`: how many name it. */
export function presentParameter(
  { id, key, name, kind, unit }: Parameter,
  values: readonly CurrentValue[],
  formulas: number,
): ParameterReply {
  return {
    id,
    key,
    name,
    kind,
    unit,
    values: values.map(({ year, value, source, source_url, created_at, made_by, made_by_name }) => ({
      year,
      value,
      source,
      source_url,
      made_at: created_at.toISOString(),
      made_by: made_by === null ? null : { id: made_by, name: made_by_name ?? 'Unknown' },
    })),
    formulas,
  }
}
