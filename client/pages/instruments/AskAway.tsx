import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import { useChange } from './useChange.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** Asks before an instrument or an allocation goes. */
export function AskAway(props: {
  /** Address of what goes. */
  path: string
  title: string
  text: string
  action: string
  onClose: () => void
  onDone: () => void
}) {
  const { path, title, text, action, onClose, onDone } = props
  const { t: common } = useTranslation()
  const t = useInstrumentWords()
  const change = useChange(
    () => api.del(path),
    () => (onDone(), onClose()),
  )
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <p>{text}</p>
      {change.others([]).map((reason) => (
        <p key={reason} role="alert">
          {reason}
        </p>
      ))}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={change.isPending} onClick={change.send}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
