import { ActionIcon, Button, CopyButton, Modal, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import './secrets.css'

/** A secret that is told this once: to be copied, and never to be seen again. */
export function SecretOnce(props: {
  title: string
  /** What it is for, and that it is not told again. */
  text: string
  secret: string
  words: { copy: string; copied: string; done: string }
  onClose: () => void
}) {
  const { title, text, secret, words, onClose } = props
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
      <div className="secret">
        <bdi dir="ltr" className="mono" data-testid="secret">
          {secret}
        </bdi>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? words.copied : words.copy}>
              <ActionIcon variant="subtle" onClick={copy} aria-label={copied ? words.copied : words.copy}>
                {copied ? <IconCheck size={16} stroke={1.6} /> : <IconCopy size={16} stroke={1.6} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <div className="row dialog-actions">
        <Button onClick={onClose}>{words.done}</Button>
      </div>
    </Modal>
  )
}
