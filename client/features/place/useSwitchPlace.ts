import { useQueryClient } from '@tanstack/react-query'
import { useMatch, useNavigate, useSearchParams } from 'react-router'
import { cyclesQuery, moduleQuery, modulesQuery, tablesQuery } from '#client/api/queries.ts'
import { usePlace } from './PlaceContext.tsx'
import { pickCycle } from './pickCycle.ts'

/** Changes cycle or project and stays where one is: on the same sheet, on the module of the same kind. */
export function useSwitchPlace(): {
  switchCycle: (cycleId: string) => void
  switchProject: (projectId: string) => Promise<void>
} {
  const sheet = useMatch('/sheets/:tableId/:cycleId')
  const modulePage = useMatch('/modules/:id')
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const place = usePlace()

  const switchCycle = (cycleId: string): void => {
    if (sheet?.params.tableId !== undefined) {
      // Months belong to a cycle, sites do not.
      const kept = new URLSearchParams(search)
      kept.delete('month')
      void navigate({ pathname: `/sheets/${sheet.params.tableId}/${cycleId}`, search: kept.toString() })
      return
    }
    void navigate({ search: new URLSearchParams({ cycle: cycleId }).toString() })
  }

  const switchProject = async (projectId: string): Promise<void> => {
    const [cycles, modules] = await Promise.all([
      queries.ensureQueryData(cyclesQuery(projectId)),
      queries.ensureQueryData(modulesQuery(projectId)),
    ])
    const cycle = pickCycle(cycles, { name: place.cycle?.name ?? null })
    const query = cycle === null ? '' : `?cycle=${cycle.id}`
    const moduleId = modulePage?.params.id
    if (moduleId !== undefined) {
      const current = await queries.ensureQueryData(moduleQuery(moduleId))
      const same = modules.find((candidate) => candidate.key === current.key)
      await navigate(same === undefined ? `/dashboard${query}` : `/modules/${same.id}${query}`)
      return
    }
    if (sheet?.params.tableId !== undefined && cycle !== null) {
      const tableId = sheet.params.tableId
      const [before, after] = await Promise.all([
        Promise.all(place.modules.map((module) => queries.ensureQueryData(tablesQuery(module.id)))),
        Promise.all(modules.map((module) => queries.ensureQueryData(tablesQuery(module.id)))),
      ])
      const key = before.flat().find((table) => table.id === tableId)?.key
      const same = after.flat().find((table) => table.key === key)
      await navigate(same === undefined ? `/dashboard${query}` : `/sheets/${same.id}/${cycle.id}`)
      return
    }
    await navigate(`/dashboard${query}`)
  }

  return { switchCycle, switchProject }
}
