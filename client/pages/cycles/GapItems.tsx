import { Menu } from '@mantine/core'
import { IconEaseInOutControlPoints } from '@tabler/icons-react'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import type { EstimateAsked } from '#client/features/estimates/EstimateDialog.tsx'
import { useEstimateWords } from '#client/features/estimates/words/useEstimateWords.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayInModule } from '#client/permissions/ability.tsx'
import type { MapTable } from './mapOf.ts'

/** A way to an estimate for each source that lacks this month, for who may add rows to its table. */
export function GapItems(props: {
  gap: { table: MapTable; month: string; site: string | null }
  data: CycleCompleteness
  /** Site and month in words. */
  what: string
  onEstimate: (asked: EstimateAsked) => void
}) {
  const { gap, data, what, onEstimate } = props
  const { table, month, site } = gap
  const t = useEstimateWords()
  const { project, cycle } = usePlace()
  const moduleId = data.tables.find((one) => one.table_id === table.table_id)?.module_id ?? ''
  const mayAdd = useMayInModule({ id: moduleId, project_id: project?.id ?? '' }, 'create', 'Row')
  if (table.missing === 0 || !mayAdd || cycle?.status === 'locked') {
    return null
  }
  const sources = table.missing_sources.length > 0 ? table.missing_sources : [null]
  return sources.map((source) => (
    <Menu.Item
      key={source}
      leftSection={<IconEaseInOutControlPoints size={15} stroke={1.6} />}
      onClick={() =>
        onEstimate({
          cycleId: data.cycle_id,
          tableId: table.table_id,
          place: { month, site, source },
          field: null,
          what: source === null ? what : `${source}, ${what}`,
        })
      }
    >
      {source === null ? t('estimateGap') : t('estimateMonth', { source })}
    </Menu.Item>
  ))
}
