import type { CycleStatus } from '#shared/api/cycles.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'

/** After the status of a cycle is committed: who is connected is told, and documents of a locked cycle are folded, soon. */
export async function tellStatus(
  collaboration: Pick<Collaboration, 'refreshRights' | 'foldCycle'>,
  tenantId: string,
  { id, status }: { id: string; status: CycleStatus },
): Promise<void> {
  await collaboration.refreshRights(tenantId, { cycleId: id })
  if (status === 'locked') {
    collaboration.foldCycle(tenantId, id)
  }
}
