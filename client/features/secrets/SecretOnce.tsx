import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyText } from './CopyText.tsx'

/** A secret that is told this once: to be copied, and never to be seen again. */
export function SecretOnce(props: {
  title: string
  /** What it is for, and that it is not told again. */
  text: string
  secret: string
  words: { copy: string; copied: string; done: string }
  /** How it is used. */
  children?: ReactNode
  onClose: () => void
}) {
  const { title, text, secret, words, children, onClose } = props
  const { t: common } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      // a click beside it would lose the secret
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <p>{text}</p>
      <CopyText text={secret} words={words} testId="secret" />
      {children}
      <div className="row dialog-actions">
        <Button onClick={onClose}>{words.done}</Button>
      </div>
    </Modal>
  )
}
