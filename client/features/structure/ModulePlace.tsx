import { ActionIcon } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ModuleReply } from '#shared/api/modules.ts'
import { api } from '#client/api/apiClient.ts'
import { useStructureChanged } from './structureQueries.ts'

const ICON = { size: 15, stroke: 1.6 } as const

/** Moves a module among those of its scope. `modules`: all of the project, in order. */
export function ModulePlace(props: {
  module: ModuleReply
  beside: readonly ModuleReply[]
  modules: readonly ModuleReply[]
}) {
  const { module, beside, modules } = props
  const { t } = useTranslation('structure')
  const structureChanged = useStructureChanged()
  const place = useMutation({
    mutationFn: (behind: string | null) => api.post(`modules/${module.id}/position`, { behind }),
    onSuccess: structureChanged,
  })
  const at = beside.findIndex(({ id }) => id === module.id)
  const [before, after] = [beside[at - 1], beside[at + 1]]
  const others = modules.filter(({ id }) => id !== module.id)
  const step = (label: string, behind: string | null | undefined, Icon: typeof IconArrowUp) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={`${label}: ${module.name}`}
      disabled={behind === undefined || place.isPending}
      onClick={() => behind !== undefined && place.mutate(behind)}
    >
      <Icon {...ICON} />
    </ActionIcon>
  )
  return beside.length < 2 ? null : (
    <span className="module-place">
      {step(t('moveUp'), before === undefined ? undefined : behindOf(others, before), IconArrowUp)}
      {step(t('moveDown'), after?.id, IconArrowDown)}
    </span>
  )
}

/** What stands before that one. */
function behindOf(others: readonly ModuleReply[], one: ModuleReply): string | null {
  return others[others.findIndex(({ id }) => id === one.id) - 1]?.id ?? null
}
