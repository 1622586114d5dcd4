import { Button, Menu, Modal, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import {
  IconCheck,
  IconChevronDown,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconPencil,
  IconSun,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#client/api/session.ts'
import { signOut } from '#client/api/signOut.ts'
import { unsavedEdits } from '#client/api/unsavedWork.ts'
import { Avatar } from '#client/components/Avatar.tsx'
import { setLanguage, type Language } from '#client/i18n/i18n.ts'
import { NameDialog } from './NameDialog.tsx'

const SCHEMES = [
  { scheme: 'light', label: 'light', icon: <IconSun size={16} stroke={1.6} /> },
  { scheme: 'dark', label: 'dark', icon: <IconMoon size={16} stroke={1.6} /> },
  { scheme: 'auto', label: 'system', icon: <IconDeviceDesktop size={16} stroke={1.6} /> },
] as const satisfies readonly { scheme: MantineColorScheme; label: string; icon: unknown }[]

/** Each language in its own words, so that one finds it from any other. */
const LANGUAGE_NAMES: readonly [Language, string][] = [
  ['en', 'English'],
  ['ar', 'العربية'],
]
const CHECK = <IconCheck size={14} stroke={1.8} />

/** Who one is, colours, language, and the way out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation()
  const { user, grants } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [question, setQuestion] = useState<'none' | 'unsaved' | 'failed'>('none')
  const [isRenaming, setRenaming] = useState(false)
  const roles = [...new Set(grants.map((grant) => t(`role.${grant.role}`)))]

  const leave = async (): Promise<void> => {
    try {
      await signOut()
    } catch {
      setQuestion('failed')
    }
  }
  const edits = unsavedEdits()
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <UnstyledButton aria-label={t('account')} className="me">
            <Avatar person={user} size={26} named={false} />
            <IconChevronDown size={14} stroke={1.6} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown miw={220}>
          <Menu.Label>
            {user.name} · {roles.join(', ')}
            <br />
            {user.email}
          </Menu.Label>
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.6} />} onClick={() => setRenaming(true)}>
            {t('changeName')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('colours')}</Menu.Label>
          {SCHEMES.map(({ scheme, label, icon }) => (
            <Menu.Item
              key={scheme}
              leftSection={icon}
              rightSection={colorScheme === scheme ? CHECK : null}
              aria-current={colorScheme === scheme ? 'true' : undefined}
              onClick={() => setColorScheme(scheme)}
            >
              {t(label)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t('language')}</Menu.Label>
          {LANGUAGE_NAMES.map(([language, name]) => (
            <Menu.Item
              key={language}
              lang={language}
              rightSection={i18n.language === language ? CHECK : null}
              aria-current={i18n.language === language ? 'true' : undefined}
              onClick={() => void setLanguage(language)}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} stroke={1.6} className="flip" />}
            onClick={() => (unsavedEdits() > 0 ? setQuestion('unsaved') : void leave())}
          >
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isRenaming && <NameDialog now={user.name} onClose={() => setRenaming(false)} />}
      <Modal
        opened={question !== 'none'}
        onClose={() => setQuestion('none')}
        title={question === 'unsaved' ? t('unsavedTitle') : t('signOut')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <p>{question === 'unsaved' ? t('unsavedText', { count: edits }) : t('signOutFailed')}</p>
        <div className="row dialog-actions">
          <Button onClick={() => setQuestion('none')}>{t('stay')}</Button>
          <Button variant="default" onClick={() => void leave()}>
            {question === 'unsaved' ? t('signOutAnyway') : t('retry')}
          </Button>
        </div>
      </Modal>
    </>
  )
}
