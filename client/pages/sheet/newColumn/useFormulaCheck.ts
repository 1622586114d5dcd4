import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { CheckFormulaReply } from '#shared/api/formulas.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'

const PAUSE_MS = 300

/** What a formula gives over the fields of a sheet, or what is wrong with it, while it is typed. Undefined: not known yet. */
export function useFormulaCheck(
  { table, compute }: Pick<SheetReply, 'table' | 'compute'>,
  formula: string,
  unit: string | null,
): CheckFormulaReply | undefined {
  const [asked] = useDebouncedValue(JSON.stringify([formula.trim(), unit]), PAUSE_MS)
  const { data } = useQuery({
    queryKey: ['formula-check', table.id, table.fields, asked],
    enabled: formula.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) => {
      const [source, resultUnit]: [string, string | null] = JSON.parse(asked)
      const fields = table.fields.map((field) => ({
        key: field.key,
        type: field.type,
        unit: field.unit,
        options: field.options,
        formula: field.formula,
      }))
      const { gwp_set, factor_year } = compute
      const body = { formula: source, unit: resultUnit, fields, gwp_set, factor_year }
      return source === '' ? null : api.post<CheckFormulaReply>('formulas/check', body, { signal })
    },
  })
  return formula.trim() === '' ? undefined : (data ?? undefined)
}
