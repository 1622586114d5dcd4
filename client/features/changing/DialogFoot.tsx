import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Change } from './useChange.ts'

/** The end of a form in a dialog: what was refused elsewhere than at one of its fields, and the two ways out. */
export function DialogFoot(props: {
  change: Change
  /** Paths whose reasons stand at their fields. */
  shown: readonly string[]
  action: string
  /** What it does cannot be undone. */
  isFinal?: boolean
  onClose: () => void
}) {
  const { change, shown, action, isFinal = false, onClose } = props
  const { t } = useTranslation()
  return (
    <>
      {change.others(shown).map((reason) => (
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
    </>
  )
}
