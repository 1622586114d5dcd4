import { Button } from '@mantine/core'
import { IconBraces, IconFileText, IconLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SheetTranslate, SheetWord } from '../words/useSheetWords.ts'
import type { CellExplanation } from './cellExplanation.ts'
import { explanationText } from './explanationText.ts'

const ICON = { size: 15, stroke: 1.7 } as const

/** Takes the explanation along: as text, as JSON, as a link. `told` null: the cell has none, only the link is offered. */
export function ExplainFoot(props: {
  link: string
  told: CellExplanation | null
  t: SheetTranslate
  say: (text: string) => void
}) {
  const { link, told, t, say } = props
  const { language } = useTranslation().i18n
  const copy = (text: string, done: SheetWord): void => {
    navigator.clipboard.writeText(text).then(
      () => say(t(done)),
      () => say(t('explainNotCopied')),
    )
  }
  return (
    <div className="side-foot side-foot-wrap">
      {told !== null && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFileText {...ICON} />}
            onClick={() => copy(explanationText(told, t, language), 'explainCopiedText')}
          >
            {t('explainCopyText')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconBraces {...ICON} />}
            onClick={() => copy(JSON.stringify(told, null, 2), 'explainCopiedJson')}
          >
            {t('explainCopyJson')}
          </Button>
        </>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconLink {...ICON} />}
        onClick={() => copy(link, 'explainCopiedLink')}
      >
        {t('explainCopyLink')}
      </Button>
    </div>
  )
}
