import { IconLayoutRows } from '@tabler/icons-react'
import type { CellWords } from '#shared/cells/formatCell.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetView } from '../view/useSheetView.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { GroupSection } from './GroupSection.tsx'
import { MarkSection } from './MarkSection.tsx'
import { ScaleSection } from './ScaleSection.tsx'
import './viewPanel.css'

/** What a view holds besides filters and columns, in one place. */
export function ViewPanel(props: {
  model: SheetModel
  look: SheetView
  words: CellWords
  t: SheetTranslate
  onClose: () => void
}) {
  const { model, look, words, t } = props
  return (
    <aside className="side" aria-label={t('viewPanelTitle')} data-testid="view-panel">
      <SideHead
        icon={<IconLayoutRows size={18} stroke={1.7} />}
        title={t('viewPanelTitle')}
        t={t}
        onClose={props.onClose}
      />
      <div className="side-scroll">
        <GroupSection {...{ model, look, t }} />
        <MarkSection {...{ model, look, words, t }} />
        <ScaleSection {...{ model, look, t }} />
      </div>
    </aside>
  )
}
