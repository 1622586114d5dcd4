import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ParameterReply } from '#shared/api/parameters.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { unreadable, type ValueDraft, valueBody } from './parameterDraft.ts'
import { refreshParameters } from './parameterQueries.ts'
import { ValueFields } from './ValueFields.tsx'
import { useParameterWords } from './words/useParameterWords.ts'

/** The value of a year, a first one or another one. */
export function ValueForm(props: { parameter: ParameterReply; onClose: () => void; onSaid: (said: string) => void }) {
  const { parameter, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useParameterWords()
  const { cycle } = usePlace()
  const { id, name, kind, unit, values } = parameter
  const { draft, set, wrong, change, form, submit } = useDraft<ValueDraft, ParameterReply>(
    () => ({ year: String(cycle?.factor_year ?? ''), value: '', source: '', sourceUrl: '' }),
    {
      unreadable: (written) => unreadable(written),
      told: (path) => t(path === 'year' ? 'notAYear' : 'notANumber'),
      sending: (written) => ({
        send: () => api.post(`parameters/${id}/values`, valueBody(written)),
        refresh: refreshParameters,
        onDone: () => (onSaid(t('saidValue', { name, year: written.year.trim() })), onClose()),
      }),
    },
  )
  const now = values.find(({ year }) => String(year) === draft.year.trim())
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('valueTitle', { name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        <ValueFields draft={draft} kind={kind} unit={unit} set={set} isFirst wrong={wrong} />
        <p className="cap" role="status">
          {now !== undefined && `${t('valueNow', { value: formatNumber(now.value), source: now.source })} `}
          {t('lockedStay')}
        </p>
        <DialogFoot
          change={change}
          shown={['year', 'value', 'source', 'source_url']}
          action={t('keep')}
          onClose={onClose}
        />
      </form>
    </Modal>
  )
}
