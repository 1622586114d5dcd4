import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { VerificationReply } from '#shared/api/runs.ts'
import { num } from '#client/theme/format.ts'
import { useProofWords } from './words/useProofWords.ts'

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** What computing a run anew has shown. */
export function VerificationResult({ result }: { result: VerificationReply }) {
  const t = useProofWords()
  const { difference, rows } = result
  if (difference === null) {
    const counts = { factors: num(result.factors, 0), files: num(result.files, 0) }
    return (
      <p className="proof-result proof-equal">
        <IconCircleCheck {...ICON} />
        {t('equal', { count: rows ?? 0, rows: num(rows, 0), ...counts })}
      </p>
    )
  }
  const parts = [
    [t('file'), difference.file],
    [t('table'), difference.table],
    [t('row'), difference.row],
    [t('field'), difference.field],
    [t('expected'), difference.expected],
    [t('found'), difference.found],
  ] as const
  return (
    <div role="alert">
      <p className="proof-result proof-different">
        <IconAlertTriangle {...ICON} />
        {t('different')}
      </p>
      <dl className="cycle-facts">
        {parts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="proof-pair">
              <dt className="cap">{name}</dt>
              <dd>
                <bdi className="mono cycle-hash">{value}</bdi>
              </dd>
            </div>
          ),
        )}
      </dl>
    </div>
  )
}
