import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceReply, DeviceRuleReply } from '#shared/api/devices.ts'
import { api } from '#client/api/apiClient.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { monthName } from '#client/i18n/dates.ts'
import { refreshMeters } from './meterQueries.ts'
import { RuleForm } from './RuleForm.tsx'
import { useMeterWords } from './words/useMeterWords.ts'

/** Where the months of a meter are written. */
export function MeterRules({ of, onSaid }: { of: DeviceReply; onSaid: (said: string) => void }) {
  const t = useMeterWords()
  const [isAdding, setAdding] = useState(false)
  return (
    <Panel
      title={t('rules')}
      aside={
        <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
          {t('addRule')}
        </Button>
      }
    >
      {of.rules.length === 0 && <p className="cap">{t('rulesNone')}</p>}
      <ul className="meter-rules" aria-label={t('rules')}>
        {of.rules.map((rule) => (
          <Rule key={rule.id} of={of} rule={rule} onSaid={onSaid} />
        ))}
      </ul>
      {isAdding && (
        <RuleForm
          of={of}
          rule={null}
          onClose={() => setAdding(false)}
          onKept={() => (setAdding(false), onSaid(t('saidRule')))}
        />
      )}
    </Panel>
  )
}

function Rule({ of, rule, onSaid }: { of: DeviceReply; rule: DeviceRuleReply; onSaid: (said: string) => void }) {
  const t = useMeterWords()
  const { i18n } = useTranslation()
  const [asking, setAsking] = useState<'change' | 'remove' | null>(null)
  const close = (): void => setAsking(null)
  const again = useChange({
    send: () => api.post(`devices/${of.id}/rules/${rule.id}/apply`),
    refresh: refreshMeters,
    onDone: () => onSaid(t('saidAgain')),
  })
  const what = t(rule.aggregation === 'mean' ? 'ruleMean' : 'ruleTotal')
  const rows = [rule.site_name ?? rule.site, rule.source].filter((word) => word !== null)
  const button = (word: 'ruleChange' | 'ruleRemove', act: () => void) => (
    <Button variant="subtle" size="compact-sm" onClick={act}>
      {t(word)}
    </Button>
  )
  return (
    <li className="meter-rule">
      <span className="grow">
        <b dir="auto">
          {rule.table_name} · {rule.field_name}
        </b>{' '}
        {rule.unit !== null && <Unit>{rule.unit}</Unit>}
        <span className="cap">
          {[...rows, t('ruleSince', { what, month: monthName(rule.from_month, i18n.language, true) })].join(' · ')}
        </span>
        {again.others([]).map((reason) => (
          <span key={reason} className="bad" role="alert">
            {reason}
          </span>
        ))}
      </span>
      <Button variant="subtle" size="compact-sm" loading={again.isPending} onClick={() => again.send()}>
        {t('ruleAgain')}
      </Button>
      {button('ruleChange', () => setAsking('change'))}
      {button('ruleRemove', () => setAsking('remove'))}
      {asking === 'change' && (
        <RuleForm of={of} rule={rule} onClose={close} onKept={() => (close(), onSaid(t('saidRule')))} />
      )}
      {asking === 'remove' && (
        <AskAway
          path={`devices/${of.id}/rules/${rule.id}`}
          refresh={refreshMeters}
          title={t('removeRuleTitle', { column: rule.field_name })}
          text={t('removeRuleText')}
          action={t('removeRuleNow')}
          onClose={close}
          onDone={() => onSaid(t('saidRuleRemoved'))}
        />
      )}
    </li>
  )
}
