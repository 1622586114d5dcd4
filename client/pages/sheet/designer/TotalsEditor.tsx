import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { CycleRoles, FieldRolesBody, FieldRolesPreview } from '#shared/api/fieldRoles.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { FIELD_ROLES, type FieldRole } from '#shared/fields/field.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { ScopeTag } from '#client/components/ScopeMark.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { usePreview } from './designerQueries.ts'
import { CycleImpact, ImpactPanel, LockedCycle } from './ImpactPanel.tsx'
import { fieldsForRole, holderOf, rolesBody, type RolesDraft } from './rolesDraft.ts'

/** Which fields of the table the totals read; beside it what that does to the totals, before it is done. */
export function TotalsEditor(props: { ground: SheetReply; t: SheetTranslate; onChanged: () => void }) {
  const { ground, t, onChanged } = props
  const { table, module, table_id: tableId } = ground
  const [draft, setDraft] = useState<RolesDraft>({})
  const body = rolesBody(table.fields, draft)
  const preview = usePreview(tableId, 'roles', body, (sent, signal) =>
    api.post(`tables/${tableId}/roles/preview`, sent, { signal }),
  )
  const save = useMutation({
    mutationFn: (sent: FieldRolesBody) => api.patch(`tables/${tableId}/roles`, sent),
    onSuccess: () => {
      setDraft({})
      onChanged()
    },
  })
  const change = (next: RolesDraft): void => {
    setDraft(next)
    save.reset()
  }
  const counts = holderOf(table.fields, 'emissions') !== null
  return (
    <section className="designer-editor" aria-labelledby="designed-totals">
      <h1 id="designed-totals">{t('totals')}</h1>
      <p className="dim">
        {t(counts ? 'totalsCounts' : 'totalsCountsNot')} <ScopeTag scope={module.scope} /> <bdi>{module.name}</bdi>
      </p>
      <form
        className="designer-meaning"
        aria-label={t('totals')}
        onSubmit={(event) => {
          event.preventDefault()
          if (body !== null && preview.isFresh) {
            save.mutate(body)
          }
        }}
      >
        <div className="stack">
          {FIELD_ROLES.map((role) => (
            <RoleSelect
              key={role}
              role={role}
              fields={table.fields}
              value={draft[role] === undefined ? holderOf(table.fields, role) : draft[role]}
              t={t}
              onChange={(id) => change({ ...draft, [role]: id })}
            />
          ))}
          {save.isError && (
            <p role="alert" className="bad">
              {t('rulesFailed', { why: reasonsOf(save.error).join(' ') })}
            </p>
          )}
          {body !== null && (
            <div className="row dialog-actions">
              <Button variant="default" onClick={() => change({})}>
                {t('pasteCancel')}
              </Button>
              <Button type="submit" disabled={!preview.isFresh} loading={save.isPending}>
                {t('totalsSave')}
              </Button>
            </div>
          )}
        </div>
        {body !== null && (
          <Effect
            preview={preview.isError ? null : (preview.data ?? null)}
            reasons={preview.isError ? reasonsOf(preview.error) : []}
            t={t}
          />
        )}
      </form>
    </section>
  )
}

function RoleSelect(props: {
  role: FieldRole
  fields: readonly FieldReply[]
  value: string | null
  t: SheetTranslate
  onChange: (id: string | null) => void
}) {
  const { role, fields, value, t, onChange } = props
  const offered = fieldsForRole(fields, role)
  return (
    <NativeSelect
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      label={t(`totals_${role}`)}
      description={t(offered.length === 0 ? `totalsNone_${role}` : `totalsHint_${role}`)}
      disabled={offered.length === 0}
      value={value ?? ''}
      data={[{ value: '', label: t('totalsNobody') }, ...offered.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  )
}

/** What it would do to the totals of every cycle, or why it cannot be. */
function Effect(props: { preview: FieldRolesPreview | null; reasons: readonly string[]; t: SheetTranslate }) {
  const { preview, reasons, t } = props
  return (
    <ImpactPanel reasons={reasons} isWaiting={preview === null} t={t}>
      {preview?.cycles.map((cycle) => (
        <CycleEffect key={cycle.cycle_id} cycle={cycle} t={t} />
      ))}
      {preview !== null && preview.new_sites.length > 0 && (
        <p className="warn">{t('totalsNewSites', { sites: preview.new_sites.join(', ') })}</p>
      )}
    </ImpactPanel>
  )
}

function CycleEffect({ cycle, t }: { cycle: CycleRoles; t: SheetTranslate }) {
  const { name, without, co2e_kg: co2e } = cycle
  return cycle.locked ? (
    <LockedCycle name={name}>{t('totalsLocked')}</LockedCycle>
  ) : (
    <CycleImpact
      name={name}
      counts={[
        [t('totalsRows'), cycle.rows],
        [t('totalsWithout_site'), without.site],
        [t('totalsWithout_month'), without.month],
        ...(co2e === null ? [] : [[t('totalsWithout_emissions'), without.emissions] as const]),
      ]}
      totals={
        co2e === null
          ? []
          : [
              [t('impactTotal'), co2e.table],
              [t('totalsCycle'), co2e.cycle],
            ]
      }
    />
  )
}
