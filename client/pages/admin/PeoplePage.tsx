import { Button, Skeleton, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonReply } from '#shared/api/users.ts'
import { usersQuery } from '#client/api/queries.ts'
import { useMe } from '#client/api/session.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { GiveRole } from './GiveRole.tsx'
import { PersonRow } from './PersonRow.tsx'
import { TakeRole, type HeldRole } from './TakeRole.tsx'
import './people.css'

/** Who belongs to the company and what they may do; administrators give and take roles here. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  usePageTitle(t('title'))
  const { tenant } = useMe()
  const people = useQuery(usersQuery())
  const [text, setText] = useState('')
  const shown = people.data?.filter((person) => fits(person, text)) ?? []
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="cap" role="status">
          {people.data !== undefined && t('count', { count: people.data.length, tenant: tenant.name })}
        </span>
      </div>
      <p className="cap people-flow">{t('flow')}</p>
      <TextInput
        type="search"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('filterHint')}
        aria-label={t('filter')}
        leftSection={<IconSearch size={15} stroke={1.7} />}
        my={12}
      />
      {people.error !== null && <LoadFailure error={people.error} onRetry={() => void people.refetch()} />}
      {people.isPending && <Waiting />}
      {people.data !== undefined && shown.length === 0 && (
        <EmptyState
          title={t('nobodyTitle', { text: text.trim() })}
          actions={
            <Button variant="default" onClick={() => setText('')}>
              {t('clear')}
            </Button>
          }
        >
          {t('nobodyText')}
        </EmptyState>
      )}
      {shown.length > 0 && <PeopleList people={shown} />}
    </div>
  )
}

function PeopleList({ people }: { people: readonly PersonReply[] }) {
  const { t } = useTranslation('people')
  const [giving, setGiving] = useState<PersonReply | null>(null)
  const [taking, setTaking] = useState<HeldRole | null>(null)
  const [said, setSaid] = useState('')
  return (
    <>
      <Panel pad={false}>
        <table className="tbl people-table">
          <thead>
            <tr>
              <th>{t('person')}</th>
              <th>{t('roles')}</th>
              <th>
                <VisuallyHidden>{t('give')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                onGive={() => setGiving(person)}
                onTake={(grant) => setTaking({ person, grant })}
              />
            ))}
          </tbody>
        </table>
      </Panel>
      <p className="cap people-said" role="status">
        {said}
      </p>
      {giving !== null && (
        <GiveRole
          person={giving}
          onClose={() => setGiving(null)}
          onGiven={({ name }) => setSaid(t('given', { name }))}
        />
      )}
      {taking !== null && (
        <TakeRole held={taking} onClose={() => setTaking(null)} onTaken={() => setSaid(t('taken'))} />
      )}
    </>
  )
}

function Waiting() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div role="status" aria-busy="true" aria-label={t('loading')} className="stack">
      {isLate && [0, 1, 2, 3].map((row) => <Skeleton key={row} height={44} />)}
    </div>
  )
}

function fits({ name, email }: PersonReply, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase()
  return name.toLocaleLowerCase().includes(wanted) || email.toLocaleLowerCase().includes(wanted)
}
