import { useEffect, useState } from 'react'
import { inSlices, nextTask } from '#collab/schema/inSlices.ts'
import type { SheetModels } from './SheetModels.ts'

/** Whether a sheet whose rows are there can be drawn at once: a large one is made ready in slices, while the page goes on. */
export function usePreparedModel(models: SheetModels, areRowsThere: boolean): boolean {
  const [prepared, setPrepared] = useState<SheetModels | null>(null)
  useEffect(() => {
    let isOver = !areRowsThere
    if (areRowsThere) {
      void nextTask()
        .then(() => inSlices(models.current().prepare(), 'waited-for'))
        .then(() => isOver || setPrepared(models))
    }
    return () => {
      isOver = true
    }
  }, [models, areRowsThere])
  return areRowsThere && prepared === models
}
