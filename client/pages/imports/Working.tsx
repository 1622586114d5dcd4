import { Button } from '@mantine/core'
import type { ImportReply } from '#shared/api/imports.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Reasons } from './Reasons.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { useImportEnd } from './importSteps.ts'
import { useImportWords } from './words/useImportWords.ts'

const DOING = {
  reading: 'doing_reading',
  previewing: 'doing_previewing',
  committing: 'doing_committing',
  reverting: 'doing_reverting',
} as const

/** A job is at work: how far it is, and how to end it. */
export function Working({ found, state }: { found: ImportReply; state: keyof typeof DOING }) {
  const t = useImportWords()
  const stop = useImportEnd(found, 'cancel')
  return (
    <Panel>
      <div className="imports-working" role="status">
        <ProgressLine label={t(DOING[state])} part={found.job?.progress ?? null} />
        <p className="cap">{t('mayLeave')}</p>
        {found.actions.includes('cancel') && (
          <div className="row">
            <Button variant="default" loading={stop.isPending} onClick={stop.send}>
              {t(state === 'committing' ? 'stopWriting' : 'stop')}
            </Button>
            {state === 'committing' && <span className="cap">{t('stopNote')}</span>}
          </div>
        )}
        <Reasons of={stop} />
      </div>
    </Panel>
  )
}
