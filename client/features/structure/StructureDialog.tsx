import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { useStructureChanged } from './structureQueries.ts'

/** What a form inside of the dialog may say under a field of its own: why the server did not take it. */
export type SaidOf = (path: string) => string | undefined

/**
 * A question about modules and tables with one answer to send. When it was taken, everything that shows them is fresh;
 * when not, all reasons are said, those of `places` under their fields.
 */
export function StructureDialog<Reply>(props: {
  title: string
  action: string
  /** Paths of the body that `children` says something about. */
  places?: readonly string[]
  isReady?: boolean
  isDangerous?: boolean
  size?: string
  testId: string
  send: () => Promise<Reply>
  onDone: (reply: Reply) => void
  onClose: () => void
  children: (said: SaidOf) => ReactNode
}) {
  const { places = [], isReady = true, isDangerous = false, onDone, onClose } = props
  const { t } = useTranslation('structure')
  const structureChanged = useStructureChanged()
  const send = useMutation({
    mutationFn: props.send,
    async onSuccess(reply) {
      await structureChanged()
      onClose()
      onDone(reply)
    },
  })
  const details = send.error instanceof ApiProblem ? send.error.details : []
  const isSaidElsewhere = details.length > 0 && details.every(({ path }) => places.includes(path))
  return (
    <Modal
      opened
      onClose={onClose}
      title={props.title}
      size={props.size ?? 'md'}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
      data-testid={props.testId}
    >
      <form
        className="stack"
        noValidate
        onChange={() => send.reset()}
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate()
        }}
      >
        {props.children((path) => details.find((detail) => detail.path === path)?.message)}
        {send.isError && !isSaidElsewhere && (
          <p role="alert" className="bad">
            {t('failed', { why: reasonsOf(send.error).join(' ') })}
          </p>
        )}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose} {...(isDangerous && { 'data-autofocus': true })}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={!isReady} {...(isDangerous && { color: 'red' })}>
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
