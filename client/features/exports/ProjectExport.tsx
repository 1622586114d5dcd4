import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ProjectReply } from '#shared/api/projects.ts'
import { ExportItems } from './ExportItems.tsx'
import { useExportWords } from './words/useExportWords.ts'

/** The button that saves every cycle of a project as one archive. */
export function ProjectExport({ project, say }: { project: ProjectReply; say: (text: string) => void }) {
  const t = useExportWords()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} stroke={1.7} />}>
          {t('menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems of={{ kind: 'project', projectId: project.id, name: project.name }} say={say} />
      </Menu.Dropdown>
    </Menu>
  )
}
