import type { DeviceReply } from '#shared/api/devices.ts'
import { CopyText } from '#client/features/secrets/CopyText.tsx'
import { useMeterWords } from './words/useMeterWords.ts'

const EXAMPLE = { at: '2026-03-29T02:15:00+01:00', value: 1234.5 }

/** How readings are sent, ready to be copied. `secret`: null when it is not known any more. */
export function HowToSend({ of, secret }: { of: DeviceReply; secret: string | null }) {
  const t = useMeterWords()
  const { id, mqtt } = of
  const words = { copy: t('copy'), copied: t('copied') }
  const credential = secret ?? 'CREDENTIAL'
  const curl = [
    `curl ${window.location.origin}/api/v1/devices/${id}/readings`,
    `-H 'authorization: Bearer ${credential}'`,
    `-H 'content-type: application/json'`,
    `-d '${JSON.stringify({ readings: [EXAMPLE] })}'`,
  ].join(' \\\n  ')
  const message = JSON.stringify(mqtt?.is_outside === true ? { credential, ...EXAMPLE } : EXAMPLE)
  const settings: [string, string][] =
    mqtt === null
      ? []
      : [
          [t('mqttAddress'), mqtt.url],
          [t('mqttTopic'), mqtt.topic],
          ...(mqtt.is_outside
            ? []
            : ([
                [t('mqttUser'), id],
                [t('mqttPassword'), secret ?? t('theCredential')],
              ] satisfies [string, string][])),
        ]
  return (
    <div className="how-to-send">
      <h3>{t('byHttp')}</h3>
      <CopyText text={curl} words={words} testId="curl" />
      <h3>{t('byMqtt')}</h3>
      {mqtt === null ? (
        <p className="cap">{t('noMqtt')}</p>
      ) : (
        <>
          {mqtt.is_outside && <p className="cap">{t('outside')}</p>}
          <dl className="kv">
            {settings.map(([name, value]) => (
              <div key={name} className="how-line">
                <dt>{name}</dt>
                <dd>
                  <bdi dir="ltr" className="mono">
                    {value}
                  </bdi>
                </dd>
              </div>
            ))}
          </dl>
          <CopyText text={message} words={words} />
        </>
      )}
    </div>
  )
}
