import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { SheetTranslate } from './words/useSheetWords.ts'

/** The head of a panel beside the sheet. */
export function SideHead(props: { icon?: ReactNode; title: string; t: SheetTranslate; onClose: () => void }) {
  return (
    <div className="side-head">
      <div className="row">
        {props.icon}
        <h2>{props.title}</h2>
      </div>
      <ActionIcon aria-label={props.t('close')} onClick={props.onClose}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </div>
  )
}
