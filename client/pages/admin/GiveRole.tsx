import { Button, Modal, NativeSelect, Radio } from '@mantine/core'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ROLES, type Role, type Scope } from '#shared/permissions/roles.ts'
import type { GrantBody, PersonReply } from '#shared/api/users.ts'
import { api } from '#client/api/apiClient.ts'
import { modulesQuery, projectsQuery, usersQuery } from '#client/api/queries.ts'
import { reloadMe, useMe } from '#client/api/session.ts'
import { changeFailure } from './changeFailure.ts'

interface GiveRoleProps {
  person: PersonReply
  onClose: () => void
  onGiven: (person: PersonReply) => void
}

/** Which role, and where: on the company, a project or a module. */
export function GiveRole({ person, onClose, onGiven }: GiveRoleProps) {
  const { t } = useTranslation('people')
  const { user } = useMe()
  const queries = useQueryClient()
  const { groups, isMissing } = usePlaces()
  const [role, setRole] = useState<Role>('data_owner')
  const [place, setPlace] = useState<string>(COMPANY)
  const grant = grantOf(role, place)
  const holds = person.grants.some((held) => isSame(held, grant))
  const give = useMutation({
    mutationFn: () => api.post(`users/${person.id}/grants`, grant),
    async onSuccess(changed) {
      onGiven(changed)
      onClose()
      await (person.id === user.id ? reloadMe() : undefined)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: usersQuery().queryKey }),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('giveTo', { name: person.name })}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      <Radio.Group label={t('role')} value={role} onChange={(value) => setRole(roleOf(value))}>
        <div className="stack people-choice">
          {ROLES.map((one) => (
            <Radio key={one} value={one} label={t(`role.${one}`, { ns: 'common' })} description={t(`about.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label={t('where')}
        value={place}
        onChange={(event) => setPlace(event.currentTarget.value)}
        data={[{ value: COMPANY, label: t('company') }, ...groups]}
        mt={12}
      />
      <p className="cap people-hint" role="status">
        {holds ? t('holdsAlready', { name: person.name }) : isMissing ? t('placesMissing') : ''}
      </p>
      {give.isError && <p role="alert">{changeFailure(t, give.error)}</p>}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button loading={give.isPending} disabled={holds} onClick={() => give.mutate()}>
          {give.isError ? t('retry', { ns: 'common' }) : t('giveNow')}
        </Button>
      </div>
    </Modal>
  )
}

/** Of the list of places; the others are `scope:id`. */
const COMPANY = 'tenant'

const roleOf = (value: string): Role => ROLES.find((role) => role === value) ?? 'viewer'

function grantOf(role: Role, place: string): GrantBody {
  const [scope, id] = place.split(':')
  return id === undefined
    ? { role, scope: 'tenant' }
    : { role, scope: scope === 'project' ? 'project' : 'module', scope_id: id }
}

const isSame = (
  held: { role: Role; scope: Scope; scope_id: string },
  { role, scope, scope_id: id }: GrantBody,
): boolean => held.role === role && held.scope === scope && (scope === 'tenant' || held.scope_id === id)

/** Projects, and their modules under them. */
function usePlaces() {
  const { t } = useTranslation('people')
  const projects = useQuery(projectsQuery())
  const modules = useQueries({ queries: (projects.data ?? []).map((project) => modulesQuery(project.id)) })
  const named = projects.data ?? []
  return {
    isMissing: projects.isError || modules.some(({ isError }) => isError),
    groups: [
      {
        group: t('projects'),
        items: named.map(({ id, name }) => ({ value: `project:${id}`, label: name })),
      },
      ...named.map((project, index) => ({
        group: t('modulesOf', { project: project.name }),
        items: (modules[index]?.data ?? []).map(({ id, name }) => ({ value: `module:${id}`, label: name })),
      })),
    ].filter(({ items }) => items.length > 0),
  }
}
