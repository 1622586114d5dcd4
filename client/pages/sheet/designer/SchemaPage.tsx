import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { cyclesQuery, moduleQuery } from '#client/api/queries.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { pickCycle } from '#client/features/place/pickCycle.ts'
import { SheetSkeleton } from '../SheetSkeleton.tsx'
import { fieldsQuery } from './designerQueries.ts'

/** The address of the fields of a table without a cycle: what a change does is shown from the newest open one. */
export function SchemaPage() {
  const { id = '' } = useParams()
  const table = useQuery(fieldsQuery(id))
  const moduleId = table.data?.module_id
  const module = useQuery({ ...moduleQuery(moduleId ?? ''), enabled: moduleId !== undefined })
  const projectId = module.data?.project_id
  const cycles = useQuery({ ...cyclesQuery(projectId ?? ''), enabled: projectId !== undefined })
  const failed = [table, module, cycles].find(({ error }) => error !== null)
  if (failed !== undefined) {
    return <LoadFailure error={failed.error} onRetry={() => void failed.refetch()} />
  }
  if (cycles.data === undefined) {
    return <SheetSkeleton />
  }
  const cycle = pickCycle(cycles.data, {})
  return <Navigate replace to={cycle === null ? `/modules/${moduleId}` : `/sheets/${id}/${cycle.id}/fields`} />
}
