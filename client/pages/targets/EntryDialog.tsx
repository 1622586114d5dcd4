import { Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { type Change, useChange } from '#client/features/changing/useChange.ts'
import { refreshMeasured } from './targetQueries.ts'

/** What is wrong below a path of the body; undefined when nothing is. */
export type Wrong = Change['wrong']

/** A form in a dialog that is sent once: what is refused stands at its field, or above the two ways out. */
export function EntryDialog(props: {
  title: string
  action: string
  projectId: string
  /** Paths whose reasons stand at their fields. */
  shown: readonly string[]
  /** It cannot be undone. */
  isFinal?: boolean
  /** Something typed is no number yet. */
  isUnreadable?: boolean
  send: () => Promise<unknown>
  onClose: () => void
  onDone: () => void
  children: (wrong: Wrong) => ReactNode
}) {
  const {
    title,
    action,
    projectId,
    shown,
    isFinal = false,
    isUnreadable = false,
    send,
    onClose,
    onDone,
    children,
  } = props
  const { t: common } = useTranslation()
  const change = useChange({
    send,
    refresh: (queries) => refreshMeasured(queries, projectId),
    onDone: () => (onDone(), onClose()),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isUnreadable) {
      change.send()
    }
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        {children(change.wrong)}
        <DialogFoot change={change} shown={shown} action={action} isFinal={isFinal} onClose={onClose} />
      </form>
    </Modal>
  )
}
