import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { refreshMeasured } from './targetQueries.ts'
import { useTargetWords } from './words/useTargetWords.ts'

/** What is wrong below a path of the body; undefined when nothing is. */
export type Wrong = (path: string) => string | undefined

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
  const t = useTargetWords()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: send,
    async onSuccess() {
      await refreshMeasured(queries, projectId)
      onDone()
      onClose()
    },
  })
  const { error } = change
  const details = error instanceof ApiProblem ? error.details : []
  const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}[`)
  const wrong: Wrong = (place) => details.find(({ path }) => isBelow(path, place))?.message
  const others = details
    .filter(({ path }) => !shown.some((place) => isBelow(path, place)))
    .map(({ message }) => message)
  const reasons = error !== null && details.length === 0 ? [t('failed')] : others
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isUnreadable) {
      change.mutate()
    }
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form className="target-form" onSubmit={submit} noValidate>
        {children(wrong)}
        {reasons.map((reason) => (
          <p key={reason} className="bad" role="alert">
            {reason}
          </p>
        ))}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={change.isPending} {...(isFinal && { color: 'red' })}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
