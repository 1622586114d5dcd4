import { Button, VisuallyHidden } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKeyReply, NewApiKeyReply } from '#shared/api/apiKeys.ts'
import { ListPage } from '#client/components/ListPage.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { SecretOnce } from '#client/features/secrets/SecretOnce.tsx'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { KeyForm } from './KeyForm.tsx'
import { keysQuery } from './keyQueries.ts'
import { KeyRow } from './KeyRow.tsx'
import './keys.css'
import { ServiceAccounts } from './ServiceAccounts.tsx'
import { useKeyWords } from './words/useKeyWords.ts'

/** Keys for programs: one's own, and for administrators those of the company, with its service accounts. */
export function KeysPage() {
  const t = useKeyWords()
  const isKeeper = useMayInTenant('manage', 'User')
  const keys = useQuery(keysQuery())
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<NewApiKeyReply | null>(null)
  const [said, setSaid] = useState('')
  return (
    <ListPage
      title={t('title')}
      intro={
        <>
          {t('intro')}{' '}
          <a className="link" href="/api/docs" target="_blank" rel="noreferrer">
            {t('docs')}
          </a>
        </>
      }
      list={keys}
      empty={{ icon: <IconKey size={30} stroke={1.3} />, title: t('emptyTitle'), text: t('emptyText') }}
      add={<Button onClick={() => setAdding(true)}>{t('add')}</Button>}
      said={said}
      table={(items) => <KeyTable keys={items} onSaid={setSaid} onSecret={setSecret} />}
    >
      {isKeeper && <ServiceAccounts onSaid={setSaid} />}
      {isAdding && <KeyForm onClose={() => setAdding(false)} onMade={(key) => (setAdding(false), setSecret(key))} />}
      {secret !== null && (
        <SecretOnce
          title={t('secretTitle', { name: secret.name })}
          text={t('secretText')}
          secret={secret.secret}
          words={{ copy: t('copy'), copied: t('copied'), done: t('done') }}
          onClose={() => setSecret(null)}
        />
      )}
    </ListPage>
  )
}

function KeyTable(props: {
  keys: readonly ApiKeyReply[]
  onSaid: (said: string) => void
  onSecret: (key: NewApiKeyReply) => void
}) {
  const { keys, onSaid, onSecret } = props
  const t = useKeyWords()
  const [showsEnded, setShowsEnded] = useState(false)
  const ended = keys.filter(({ state }) => state !== 'live').length
  return (
    <>
      <Panel pad={false}>
        <table className="tbl keys-table" aria-label={t('title')}>
          <thead>
            <tr>
              <th>{t('key')}</th>
              <th>{t('scopes')}</th>
              <th className="key-used">{t('used')}</th>
              <th className="key-ends">{t('ends')}</th>
              <th>
                <VisuallyHidden>{t('actions')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys
              .filter(({ state }) => showsEnded || state === 'live')
              .map((key) => (
                <KeyRow key={key.id} of={key} onSaid={onSaid} onSecret={onSecret} />
              ))}
          </tbody>
        </table>
      </Panel>
      {ended > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setShowsEnded(!showsEnded)}>
          {showsEnded ? t('hideEnded') : t('showEnded', { count: ended })}
        </Button>
      )}
    </>
  )
}
