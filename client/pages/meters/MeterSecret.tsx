import type { NewDeviceReply } from '#shared/api/devices.ts'
import { SecretOnce } from '#client/features/secrets/SecretOnce.tsx'
import { HowToSend } from './HowToSend.tsx'
import { useMeterWords } from './words/useMeterWords.ts'

/** The credential of a meter, told this once, with what is done with it. */
export function MeterSecret({ of, onClose }: { of: NewDeviceReply; onClose: () => void }) {
  const t = useMeterWords()
  return (
    <SecretOnce
      title={t('secretTitle', { name: of.name })}
      text={t('secretText')}
      secret={of.secret}
      words={{ copy: t('copy'), copied: t('copied'), done: t('done') }}
      onClose={onClose}
    >
      <HowToSend of={of} secret={of.secret} />
    </SecretOnce>
  )
}
