import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDelayed } from '../components/useDelayed.ts'

/** The shape of a page on its way, after 300 ms. */
export function PageSkeleton() {
  const { t } = useTranslation()
  const isLate = useDelayed(true)
  return (
    <div className="page" role="status" aria-busy="true" aria-label={t('loading')}>
      {isLate && (
        <>
          <Skeleton height={28} width={240} mb={20} />
          <Skeleton height={120} mb={12} />
          <Skeleton height={320} />
        </>
      )}
    </div>
  )
}
