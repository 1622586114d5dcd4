import { Menu } from '@mantine/core'
import { IconClipboardText, IconEaseInOutControlPoints } from '@tabler/icons-react'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import type { EstimateAsked } from '#client/features/estimates/EstimateDialog.tsx'
import { useEstimateWords } from '#client/features/estimates/words/useEstimateWords.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayInModule } from '#client/permissions/ability.tsx'
import type { GapToDeclare } from './DeclareGap.tsx'
import { otherMissingMonths, type MapTable } from './mapOf.ts'

const ICON = { size: 15, stroke: 1.6 }

/** What may be done about rows that are missing besides entering them. */
export interface GapAnswers {
  onEstimate: (asked: EstimateAsked) => void
  onDeclare: (asked: GapToDeclare) => void
}

/**
 * A way to an estimate and to a declaration for each source that lacks this month, and to what is declared of others, for who
 * may add rows to its table; others read what is declared.
 */
export function GapItems(props: {
  gap: { table: MapTable; month: string; site: string | null }
  data: CycleCompleteness
  /** Site and month in words. */
  what: string
  answers: GapAnswers
}) {
  const { gap, data, what, answers } = props
  const { table, month, site } = gap
  const { table_id: tableId, missing, missing_sources: named, declared_gaps: declaredGaps } = table
  const t = useEstimateWords()
  const words = useDeclarationWords()
  const { project, cycle } = usePlace()
  const moduleId = data.tables.find((one) => one.table_id === tableId)?.module_id ?? ''
  const mayAdd =
    useMayInModule({ id: moduleId, project_id: project?.id ?? '' }, 'create', 'Row') && cycle?.status !== 'locked'
  const about = (source: string | null): Omit<GapToDeclare, 'declaration'> => ({
    cycleId: data.cycle_id,
    tableId,
    gap: { month, site, source },
    otherMonths: otherMissingMonths(data, { tableId, month, site, source }),
    what: source === null ? what : `${source}, ${what}`,
  })
  const sources = missing === 0 || !mayAdd ? [] : named.length > 0 ? named : [null]
  return (
    <>
      {sources.map((source) => (
        <Menu.Item
          key={`estimate ${source}`}
          leftSection={<IconEaseInOutControlPoints {...ICON} />}
          onClick={() => {
            const { cycleId, gap: place, what: named } = about(source)
            answers.onEstimate({ cycleId, tableId, place, field: null, what: named })
          }}
        >
          {source === null ? t('estimateGap') : t('estimateMonth', { source })}
        </Menu.Item>
      ))}
      {sources.map((source) => (
        <Menu.Item
          key={`declare ${source}`}
          leftSection={<IconClipboardText {...ICON} />}
          onClick={() => answers.onDeclare({ ...about(source), declaration: null })}
        >
          {source === null ? words('declareMonth') : words('declareGap', { source })}
        </Menu.Item>
      ))}
      {declaredGaps.map(({ source, ...declaration }) => {
        const state = words(STATE_WORDS[declaration.state])
        return (
          <Menu.Item
            key={`declared ${source}`}
            leftSection={<IconClipboardText {...ICON} />}
            disabled={!mayAdd}
            onClick={() => answers.onDeclare({ ...about(source), otherMonths: [], declaration })}
          >
            {source === null ? words('declaredRow', { state }) : words('declaredGap', { source, state })}
            <span className="cap map-todo" dir="auto">
              {declaration.reason}
            </span>
          </Menu.Item>
        )
      })}
    </>
  )
}
