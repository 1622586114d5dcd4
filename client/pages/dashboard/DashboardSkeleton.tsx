import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Panel } from '#client/components/Panel.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'

const PANELS = [
  ['d-total', 140],
  ['d-quality', 140],
  ['d-month', 252],
  ['d-module', 252],
] as const

/** The panels of the dashboard before their numbers, after 300 ms. */
export function DashboardSkeleton() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="dash" aria-busy="true" aria-label={t('loading')} role="status">
      {PANELS.map(([className, height]) => (
        <Panel key={className} className={className}>
          <div style={{ height }}>
            {isLate && (
              <>
                <Skeleton height={12} width={110} mb={14} />
                <Skeleton height={34} width="45%" mb={14} />
                <Skeleton height={10} width="80%" />
              </>
            )}
          </div>
        </Panel>
      ))}
    </div>
  )
}
