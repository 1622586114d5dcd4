import { ActionIcon, Button } from '@mantine/core'
import { IconUserPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { HeldGrantReply, PersonReply } from '#shared/api/users.ts'
import { useMe } from '#client/api/session.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import { scopeWords } from './scopeWords.ts'

interface PersonRowProps {
  person: PersonReply
  onGive: () => void
  onTake: (grant: HeldGrantReply) => void
}

/** One person: who, which roles where, and the way to another one. */
export function PersonRow({ person, onGive, onTake }: PersonRowProps) {
  const { t } = useTranslation('people')
  const { user } = useMe()
  return (
    <tr>
      <td>
        <span className="row">
          <Avatar person={person} size={28} named={false} />
          <span className="people-who">
            <b className="people-name">
              <bdi>{person.name}</bdi>
              {person.id === user.id && <span className="dim"> · {t('you')}</span>}
            </b>
            <span className="cap ell" dir="auto">
              {person.is_service ? t('service') : person.email}
            </span>
          </span>
        </span>
      </td>
      <td>
        {person.grants.length === 0 ? (
          <span className="cap">{t('none')}</span>
        ) : (
          <ul className="people-roles">
            {person.grants.map((grant) => (
              <HeldTag key={grant.id} person={person} grant={grant} onTake={() => onTake(grant)} />
            ))}
          </ul>
        )}
      </td>
      <td className="people-give">
        <Button
          variant="default"
          leftSection={<IconUserPlus size={15} stroke={1.6} />}
          onClick={onGive}
          aria-label={t('giveTo', { name: person.name })}
        >
          {t('give')}
        </Button>
      </td>
    </tr>
  )
}

function HeldTag({ person, grant, onTake }: { person: PersonReply; grant: HeldGrantReply; onTake: () => void }) {
  const { t } = useTranslation('people')
  const role = t(`role.${grant.role}`, { ns: 'common' })
  const scope = scopeWords(t, grant)
  return (
    <li className="people-held">
      <span className={`people-role people-role-${grant.role}`}>{role}</span>
      <span className="ell" dir="auto">
        {scope}
      </span>
      <ActionIcon
        variant="subtle"
        size={22}
        onClick={onTake}
        aria-label={t('take', { role, scope, name: person.name })}
        title={t('take', { role, scope, name: person.name })}
      >
        <IconX size={14} stroke={1.6} />
      </ActionIcon>
    </li>
  )
}
