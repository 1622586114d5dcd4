import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useMatch, useSearchParams } from 'react-router'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { ProjectReply } from '#shared/api/projects.ts'
import { cyclesQuery, emissionsQuery, moduleQuery, modulesQuery, projectsQuery } from '#client/api/queries.ts'
import { latestVersionOf, pickCycle } from './pickCycle.ts'
import { readStoredPlace, writeStoredPlace } from './storedPlace.ts'

/** The project and cycle that the page shows, and what there is to choose from. Null while loading or when there is none. */
export interface Place {
  projects: readonly ProjectReply[]
  project: ProjectReply | null
  cycles: readonly CycleReply[]
  cycle: CycleReply | null
  modules: readonly ModuleReply[]
  isLoading: boolean
  error: Error | null
  retry: () => void
}

/**
 * Finds the place: a sheet's address names its cycle, a module's address its project, `?cycle=` a cycle, and otherwise it
 * is where this browser was last.
 */
export function usePlaceState(): Place {
  const sheet = useMatch('/sheets/:tableId/:cycleId')
  const modulePage = useMatch('/modules/:id')
  const [search] = useSearchParams()
  const [stored] = useState(readStoredPlace)
  const asked = sheet?.params.cycleId ?? search.get('cycle')

  const projects = useQuery(projectsQuery())
  const moduleOfPage = useQuery({
    ...moduleQuery(modulePage?.params.id ?? ''),
    enabled: modulePage !== null,
  })
  const last = readStoredPlace() ?? stored
  const likely = moduleOfPage.data?.project_id ?? knownProject(projects.data, last?.projectId) ?? projects.data?.[0]?.id
  const likelyCycles = useQuery({ ...cyclesQuery(likely ?? ''), enabled: likely !== undefined })

  // A cycle of another project, for example from a link that somebody sent: its totals say which project it belongs to.
  const isElsewhere =
    asked !== null && asked !== undefined && likelyCycles.data?.every((cycle) => cycle.id !== asked) === true
  const elsewhere = useQuery({ ...emissionsQuery(asked ?? ''), enabled: isElsewhere })
  const projectId = (isElsewhere && modulePage === null ? elsewhere.data?.project_id : undefined) ?? likely

  const cycles = useQuery({ ...cyclesQuery(projectId ?? ''), enabled: projectId !== undefined })
  const modules = useQuery({ ...modulesQuery(projectId ?? ''), enabled: projectId !== undefined })
  const isWaitingForElsewhere = isElsewhere && elsewhere.isLoading
  const project = projects.data?.find((candidate) => candidate.id === projectId) ?? null
  const cycle =
    cycles.data === undefined || isWaitingForElsewhere
      ? null
      : pickCycle(cycles.data, { id: asked ?? latestVersionOf(cycles.data, last?.cycleId) })

  useEffect(() => {
    if (project !== null && cycle !== null) {
      writeStoredPlace({ projectId: project.id, cycleId: cycle.id })
    }
  }, [project, cycle])

  return {
    projects: projects.data ?? [],
    project,
    cycles: cycles.data ?? [],
    cycle,
    modules: modules.data ?? [],
    isLoading: projects.isLoading || cycles.isLoading || isWaitingForElsewhere,
    error: projects.error ?? cycles.error ?? modules.error,
    retry: () => void Promise.all([projects.refetch(), cycles.refetch(), modules.refetch()]),
  }
}

function knownProject(projects: readonly ProjectReply[] | undefined, id: string | undefined): string | undefined {
  // Before the list is there, the stored id is a good guess and saves a round trip.
  return projects === undefined || projects.some((project) => project.id === id) ? id : undefined
}
