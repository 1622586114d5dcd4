import type { CycleReply } from '#shared/api/cycles.ts'

/** What every panel of the page is given. */
export interface PanelProps {
  projectId: string
  /** In their latest versions, oldest first. */
  cycles: readonly CycleReply[]
  isManager: boolean
  onSaid: (said: string) => void
}
