import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { AGGREGATIONS, type Aggregation, type DeviceReply, type DeviceRuleReply } from '#shared/api/devices.ts'
import { api } from '#client/api/apiClient.ts'
import { tablesQuery } from '#client/api/queries.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { refreshMeters } from './meterQueries.ts'
import { useMeterWords } from './words/useMeterWords.ts'

interface RuleDraft {
  tableId: string
  fieldId: string
  site: string
  source: string
  aggregation: Aggregation
  fromMonth: string
}

const SHOWN = ['table_id', 'field_id', 'site', 'source', 'aggregation', 'from_month']

/** Has months of a meter written, or changes how. Another column is another rule. */
export function RuleForm(props: {
  of: DeviceReply
  /** Null: a new one. */
  rule: DeviceRuleReply | null
  onClose: () => void
  onKept: () => void
}) {
  const { of, rule, onClose, onKept } = props
  const t = useMeterWords()
  const { t: common } = useTranslation()
  const { cycle } = usePlace()
  const { draft, set, wrong, change, form, submit } = useDraft(
    (): RuleDraft => ({
      tableId: '',
      fieldId: '',
      site: '',
      source: '',
      aggregation: rule?.aggregation ?? 'total',
      fromMonth: rule?.from_month ?? cycle?.starts_on.slice(0, 7) ?? '',
    }),
    {
      unreadable: ({ tableId, fieldId }) =>
        rule !== null ? [] : [...(tableId === '' ? ['table_id'] : []), ...(fieldId === '' ? ['field_id'] : [])],
      told: (path) => t(path === 'table_id' ? 'chooseTable' : 'chooseColumn'),
      sending: (now) => ({
        send: () => {
          const how = { aggregation: now.aggregation, from_month: now.fromMonth }
          return rule === null
            ? api.post(`devices/${of.id}/rules`, {
                ...how,
                table_id: now.tableId,
                field_id: now.fieldId,
                site: now.site || null,
                source: now.source.trim() || null,
              })
            : api.patch(`devices/${of.id}/rules/${rule.id}`, how)
        },
        refresh: refreshMeters,
        onDone: onKept,
      }),
    },
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('ruleTitle', { name: of.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        {rule === null && <RowsChoice draft={draft} set={set} wrong={wrong} />}
        {of.kind === 'interval' && (
          <NativeSelect
            label={t('aggregation')}
            value={draft.aggregation}
            error={wrong('aggregation')}
            onChange={(event) =>
              set({ aggregation: AGGREGATIONS.find((one) => one === event.currentTarget.value) ?? 'total' })
            }
            data={AGGREGATIONS.map((one) => ({ value: one, label: t(one) }))}
          />
        )}
        <TextInput
          label={t('fromMonth')}
          description={t('fromMonthHelp')}
          dir="ltr"
          value={draft.fromMonth}
          error={wrong('from_month')}
          onChange={(event) => set({ fromMonth: event.currentTarget.value })}
        />
        <DialogFoot change={change} shown={SHOWN} action={t('keepRule')} onClose={onClose} />
      </form>
    </Modal>
  )
}

/** Which column, of which rows. */
function RowsChoice(props: {
  draft: RuleDraft
  set: (more: Partial<RuleDraft>) => void
  wrong: (path: string) => string | undefined
}) {
  const { draft, set, wrong } = props
  const t = useMeterWords()
  const { modules } = usePlace()
  const tables = useQueries({
    queries: modules.map(({ id }) => tablesQuery(id)),
    combine: (found) => found.flatMap(({ data = [] }) => data),
  })
  const table = useQuery({
    queryKey: ['tables', draft.tableId],
    enabled: draft.tableId !== '',
    staleTime: 0, // a column may have come a moment ago
    queryFn: ({ signal }) => api.get(`tables/${draft.tableId}`, { signal }),
  })
  const fields = table.data?.fields ?? []
  const numbers = fields.filter(({ type, unit }) => type === 'number' && unit !== null)
  const sites = fields.find(({ role }) => role === 'site')
  const hasTexts = fields.some(({ type }) => type === 'text')
  return (
    <>
      <NativeSelect
        label={t('table')}
        value={draft.tableId}
        error={wrong('table_id')}
        onChange={(event) => set({ tableId: event.currentTarget.value, fieldId: '', site: '', source: '' })}
        data={[
          { value: '', label: t('chooseTable') },
          ...modules.map(({ id, name }) => ({
            group: name,
            items: tables
              .filter(({ module_id: moduleId }) => moduleId === id)
              .map((one) => ({ value: one.id, label: one.name })),
          })),
        ]}
      />
      <NativeSelect
        label={t('column')}
        value={draft.fieldId}
        error={wrong('field_id')}
        disabled={draft.tableId === ''}
        onChange={(event) => set({ fieldId: event.currentTarget.value })}
        data={[
          { value: '', label: t('chooseColumn') },
          ...numbers.map(({ id, name, unit }) => ({ value: id, label: `${name} (${unit})` })),
        ]}
      />
      {sites !== undefined && (
        <NativeSelect
          label={t('ruleSite')}
          value={draft.site}
          error={wrong('site')}
          onChange={(event) => set({ site: event.currentTarget.value })}
          data={[
            { value: '', label: t('chooseSite') },
            ...sites.options.map(({ id, label }) => ({ value: id, label })),
          ]}
        />
      )}
      {hasTexts && (
        <TextInput
          label={t('source')}
          description={t('sourceHelp')}
          dir="auto"
          value={draft.source}
          error={wrong('source')}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
      )}
    </>
  )
}
