import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CopyPreviewReply, ModuleCopyBody, TableCopyBody } from '#shared/api/copies.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { cyclesQuery, modulesQuery, projectsQuery } from '#client/api/queries.ts'
import { useMayManage } from './useMayManage.ts'

/** A table or a module of which a copy is made. */
export interface Copied {
  kind: 'table' | 'module'
  id: string
  name: string
  projectId: string
  /** Where the table stands, or the module itself. */
  moduleId: string
  /** The cycle that is looked at. */
  cycleId: string | null
}

export interface ShownPreview {
  data: CopyPreviewReply | undefined
  error: Error | null
  /** It is about what is chosen now. */
  isFresh: boolean
}

type CopyBody = TableCopyBody | ModuleCopyBody

const PAUSE_MS = 300

/** What is chosen of a copy, what there is to choose from, and what it would be. */
export function useCopyOrder(of: Copied) {
  const { t } = useTranslation('structure')
  const may = useMayManage()
  const projects = (useQuery(projectsQuery()).data ?? []).filter(({ id }) =>
    of.kind === 'module' ? may.project(id) : id === of.projectId || may.project(id),
  )
  const [chosenProject, setProject] = useState(of.projectId)
  const projectId = projects.some(({ id }) => id === chosenProject) ? chosenProject : (projects[0]?.id ?? chosenProject)
  const modules = (useQuery(modulesQuery(projectId)).data ?? []).filter((module) => may.tablesOf(module))
  const [chosenModule, setModule] = useState(of.moduleId)
  const moduleId = modules.some(({ id }) => id === chosenModule) ? chosenModule : (modules[0]?.id ?? '')
  const isHere = of.kind === 'table' ? moduleId === of.moduleId : projectId === of.projectId
  const [typed, setName] = useState<string | null>(null)
  const name = typed ?? (isHere ? t('copyOf', { name: of.name }) : of.name)

  const [withRows, setWithRows] = useState(false)
  const fromCycles = useQuery(cyclesQuery(of.projectId)).data ?? []
  const toCycles = (useQuery(cyclesQuery(projectId)).data ?? []).filter(({ status }) => status !== 'locked')
  const [from, setFromCycle] = useState(of.cycleId ?? '')
  const [to, setToCycle] = useState('')
  const fromCycleId = fromCycles.some(({ id }) => id === from) ? from : (fromCycles[0]?.id ?? '')
  const toCycleId = toCycles.some(({ id }) => id === to) ? to : (usualCycle(toCycles, fromCycleId)?.id ?? '')
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set())

  const rows = withRows ? { from_cycle_id: fromCycleId, to_cycle_id: toCycleId } : null
  const isWhole = name.trim() !== '' && (rows === null || (fromCycleId !== '' && toCycleId !== ''))
  const into = of.kind === 'table' ? { module_id: moduleId } : { project_id: projectId }
  const isPlaced = of.kind === 'table' ? moduleId !== '' : projects.length > 0
  const sent: CopyBody = { name: name.trim(), ...into, rows, leave_out: [...leftOut] }
  const body = isWhole && isPlaced ? sent : null
  return {
    /** What is ordered; null as long as something is missing. */
    body,
    sent,
    preview: usePreview(of, body),
    name,
    setName,
    projects,
    projectId,
    setProject,
    modules,
    moduleId,
    setModule,
    withRows,
    setWithRows,
    fromCycles,
    fromCycleId,
    setFromCycle,
    toCycles,
    toCycleId,
    setToCycle,
    leftOut,
    leaveOut: (fieldId: string): void => setLeftOut((now) => new Set([...now, fieldId])),
    takeAll: (): void => setLeftOut(new Set()),
  }
}

/** The same one while it is open, else the newest. */
const usualCycle = (cycles: readonly CycleReply[], fromId: string): CycleReply | undefined =>
  cycles.find(({ id }) => id === fromId) ?? cycles[0]

function usePreview(of: Copied, body: CopyBody | null): ShownPreview {
  const wanted = JSON.stringify(body)
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  const { data, error, isSuccess, isPlaceholderData } = useQuery({
    queryKey: ['copy-preview', of.kind, of.id, asked],
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => {
      const sent: CopyBody = JSON.parse(asked)
      return api.post(`${of.kind}s/${of.id}/copies/preview`, sent, { signal })
    },
  })
  return { data, error, isFresh: asked === wanted && isSuccess && !isPlaceholderData }
}
