import { Button } from '@mantine/core'
import { useState } from 'react'
import type { BoundaryReply } from '#shared/api/boundary.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { Panel } from '#client/components/Panel.tsx'
import { ConsolidationForm } from './ConsolidationForm.tsx'
import { APPROACH_TEXTS, APPROACH_WORDS } from './words/approachWords.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

/** How the sites of the company are brought together, and what that means. */
export function ConsolidationPanel(props: {
  cycle: CycleReply
  boundary: BoundaryReply
  isManager: boolean
  onSaid: (said: string) => void
}) {
  const { cycle, boundary, isManager, onSaid } = props
  const t = useBoundaryWords()
  const [isChoosing, setChoosing] = useState(false)
  const approach = boundary.consolidation ?? 'none'
  const notStated = boundary.sites.filter(({ control, co2e_kg: kg }) => control === null && kg !== null)
  const isLocked = cycle.status === 'locked'
  return (
    <Panel
      title={t('consolidation')}
      aside={
        isManager &&
        !isLocked && (
          <Button variant="default" size="xs" onClick={() => setChoosing(true)}>
            {t('choose')}
          </Button>
        )
      }
    >
      <div className="boundary-approach">
        <b>{t(APPROACH_WORDS[approach])}</b>
        <span className="dim">{t(APPROACH_TEXTS[approach])}</span>
      </div>
      {isLocked && <p className="cap">{t('lockedKeeps', { cycle: cycle.name })}</p>}
      {boundary.consolidation !== null && notStated.length > 0 && (
        <p className="cap">
          {t('notStatedSites', { count: notStated.length })} <bdi>{notStated.map(({ name }) => name).join(', ')}</bdi>
        </p>
      )}
      {isChoosing && (
        <ConsolidationForm cycle={cycle} boundary={boundary} onClose={() => setChoosing(false)} onSaid={onSaid} />
      )}
    </Panel>
  )
}
