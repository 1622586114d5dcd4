import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { api } from '#client/api/apiClient.ts'
import type { AnyPath } from '#client/api/apiTypes.ts'
import { DialogFoot } from './DialogFoot.tsx'
import { type Sending, useChange } from './useChange.ts'

/** Asks before something goes. */
export function AskAway(props: {
  /** Address of what goes. */
  path: AnyPath<'delete'>
  title: string
  text: string
  action: string
  refresh: Sending<void>['refresh']
  onClose: () => void
  onDone: () => void
}) {
  const { path, title, text, action, refresh, onClose, onDone } = props
  const { t: common } = useTranslation()
  const change = useChange({ send: () => api.del(path), refresh, onDone: () => (onDone(), onClose()) })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <p>{text}</p>
        <DialogFoot change={change} shown={[]} action={action} isFinal onClose={onClose} />
      </form>
    </Modal>
  )
}
