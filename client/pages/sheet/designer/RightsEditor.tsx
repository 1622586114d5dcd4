import { Button, Checkbox, Group, Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Role, ROLES } from '#shared/permissions/roles.ts'
import { api } from '#client/api/apiClient.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { DesignedField } from './designedFields.ts'
import { rolesText } from './rolesText.ts'

type Roles = readonly Role[] | null

/** Who reads and who writes a field, and in plain words who gains or loses sight of it by a change. */
export function RightsEditor(props: {
  tableId: string
  field: DesignedField
  t: SheetTranslate
  onChanged: () => void
}) {
  const { tableId, t, onChanged } = props
  const field = { ...props.field, readers: rolesIn(props.field.readers), writers: rolesIn(props.field.writers) }
  const [readers, setReaders] = useState<Roles>(field.readers)
  const [writers, setWriters] = useState<Roles>(field.writers)
  const [released, setReleased] = useState(field.released)
  const isFormula = field.type === 'formula'
  const save = useMutation({
    mutationFn: () =>
      api.patch(`tables/${tableId}/fields/${field.id}`, { readers, ...(isFormula ? { released } : { writers }) }),
    onSuccess: onChanged,
  })
  const isOther = !isSame(readers, field.readers) || !isSame(writers, field.writers) || released !== field.released
  const gained = ROLES.filter((role) => has(readers, role) && !has(field.readers, role))
  const lost = ROLES.filter((role) => !has(readers, role) && has(field.readers, role))
  const blind = writers?.filter((role) => !has(readers, role)) ?? []
  return (
    <form
      className="designer-rights stack"
      aria-label={t('rightsTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{t('rightsTitle')}</h2>
      <div className="designer-pair">
        <RoleChoice
          label={t('rightsRead')}
          everybody={t('rightsEverybodyReads')}
          roles={readers}
          t={t}
          onChange={setReaders}
        />
        {isFormula ? (
          <p className="dim">{t('rightsComputed')}</p>
        ) : (
          <RoleChoice
            label={t('rightsWrite')}
            everybody={t('rightsEverybodyWrites')}
            roles={writers}
            t={t}
            onChange={setWriters}
          />
        )}
      </div>
      {lost.length > 0 && <p className="warn">{t('rightsLost', { roles: rolesText(lost, t) ?? '' })}</p>}
      {gained.length > 0 && <p className="warn">{t('rightsGained', { roles: rolesText(gained, t) ?? '' })}</p>}
      {isFormula && (
        <Checkbox
          label={t('rightsRelease')}
          description={released ? t('rightsReleased') : t('rightsOfInputs')}
          checked={released}
          onChange={(event) => setReleased(event.currentTarget.checked)}
        />
      )}
      {released && !field.released && <p className="warn">{t('rightsReleaseWarns')}</p>}
      {blind.length > 0 && (
        <p className="bad" role="alert">
          {t('rightsBlind', { roles: rolesText(blind, t) ?? '' })}
        </p>
      )}
      {readers?.length === 0 && (
        <p className="bad" role="alert">
          {t('rightsNobody')}
        </p>
      )}
      {save.isError && (
        <p role="alert" className="bad">
          {t('rulesFailed', { why: reasonsOf(save.error).join(' ') })}
        </p>
      )}
      {isOther && (
        <div className="row dialog-actions">
          <Button
            variant="default"
            onClick={() => {
              setReaders(field.readers)
              setWriters(field.writers)
              setReleased(field.released)
            }}
          >
            {t('pasteCancel')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={blind.length > 0 || readers?.length === 0}>
            {t('rightsSave')}
          </Button>
        </div>
      )}
    </form>
  )
}

function RoleChoice(props: {
  label: string
  everybody: string
  roles: Roles
  t: SheetTranslate
  onChange: (roles: Roles) => void
}) {
  const { label, everybody, roles, t, onChange } = props
  return (
    <fieldset className="designer-roles">
      <legend>{label}</legend>
      <Radio.Group
        aria-label={label}
        value={roles === null ? 'all' : 'some'}
        onChange={(value) => onChange(value === 'all' ? null : ['admin'])}
      >
        <Stack gap={6}>
          <Radio value="all" label={everybody} />
          <Radio value="some" label={t('rightsSome')} />
        </Stack>
      </Radio.Group>
      {roles !== null && (
        <Checkbox.Group aria-label={label} value={[...roles]} onChange={(value) => onChange(value)}>
          <Group gap={12} ms={28} mt={6}>
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} label={t(`roles_${role}`)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </fieldset>
  )
}

/** Of the names of a field those that it may be given. */
const rolesIn = (names: readonly string[] | null): Roles =>
  names === null ? null : ROLES.filter((role) => names.includes(role))

const has = (roles: Roles, role: Role): boolean => roles === null || roles.includes(role)

const isSame = (a: Roles, b: Roles): boolean =>
  a === null || b === null ? a === b : [...a].sort().join() === [...b].sort().join()
