import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useSwitchPlace } from '#client/features/place/useSwitchPlace.ts'

/** The current project and the others that one may open. */
export function ProjectSwitch() {
  const { t } = useTranslation()
  const { projects, project } = usePlace()
  const { switchProject } = useSwitchPlace()
  if (project === null) {
    return null
  }
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className="crumb crumb-project" aria-label={t('switchProject', { name: project.name })}>
            <span className="ell">{project.name}</span>
            <IconSelector size={14} stroke={1.6} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {projects.map(({ id, name }) => (
            <Menu.Item
              key={id}
              onClick={() => void switchProject(id)}
              aria-current={id === project.id ? 'true' : undefined}
              rightSection={id === project.id ? <IconCheck size={14} stroke={1.8} /> : null}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <span className="slash crumb-project" aria-hidden="true">
        /
      </span>
    </>
  )
}
