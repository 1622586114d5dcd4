import { Button } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { EmptyState } from '#client/components/EmptyState.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'

/** Over the grid, when a filter or a search leaves nothing of it. */
export function NoRowsMatch({ t, onShowAll }: { t: SheetTranslate; onShowAll: () => void }) {
  return (
    <div className="no-rows-match" data-testid="no-rows-match">
      <EmptyState
        icon={<IconFilterOff size={30} stroke={1.3} />}
        title={t('noMatchTitle')}
        actions={
          <Button variant="default" onClick={onShowAll}>
            {t('clearFilter')}
          </Button>
        }
      >
        {t('noMatchText')}
      </EmptyState>
    </div>
  )
}
