import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { CheckFormulaReply } from '#shared/api/formulas.ts'
import type { FieldReply, FormulaTablesReply } from '#shared/api/tables.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { api } from '#client/api/apiClient.ts'

const PAUSE_MS = 300

export type FormulaTable = FormulaTablesReply['data'][number]
const NO_TABLES: readonly FormulaTable[] = []

/**
 * What a formula gives over the fields of a sheet and of other tables, or what is wrong with it, while it is typed.
 * Undefined: not known yet.
 */
export function useFormulaCheck(
  { table, compute }: Pick<SheetReply, 'table' | 'compute'>,
  formula: string,
  unit: string | null,
  tables: readonly FormulaTable[] = NO_TABLES,
): CheckFormulaReply | undefined {
  const [asked] = useDebouncedValue(JSON.stringify([formula.trim(), unit]), PAUSE_MS)
  const { data } = useQuery({
    queryKey: ['formula-check', table.id, table.fields, tables, asked],
    enabled: formula.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
    queryFn: ({ signal }) => {
      const [source, resultUnit]: [string, string | null] = JSON.parse(asked)
      const own = tables.find(({ id }) => id === table.id)?.key ?? table.key
      const named = new Set(source.match(/[A-Za-z_][A-Za-z0-9_]*(?=\.)/g))
      const others = tables.filter(({ id, key }) => id !== table.id && named.has(key))
      const keyOf = (id: string | undefined): string | null => tables.find((one) => one.id === id)?.key ?? null
      const sent = (fields: readonly FieldReply[]) =>
        fields.map(({ key, type, unit: of, options, formula: its, target }) => ({
          key,
          type,
          unit: of,
          options,
          formula: its,
          target: keyOf(target?.table_id),
        }))
      const { gwp_set, factor_year } = compute
      const body = {
        formula: source,
        unit: resultUnit,
        table: own,
        fields: sent(table.fields),
        tables: others.map(({ key, fields }) => ({ key, fields: sent(fields) })),
        gwp_set,
        factor_year,
      }
      return source === '' ? null : api.post('formulas/check', body, { signal })
    },
  })
  return formula.trim() === '' ? undefined : (data ?? undefined)
}
