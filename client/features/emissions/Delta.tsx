import './emissions.css'
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { signed } from '#client/theme/format.ts'

/** Relative change. Falling emissions are good, rising ones deserve a look; neither is an error. */
export function Delta({ now, before }: { now: number | null; before: number | null }) {
  if (now === null || before === null || before === 0) {
    return null
  }
  const change = now - before
  const Arrow = change < 0 ? IconArrowDownRight : IconArrowUpRight
  return (
    <span className={change < 0 ? 'delta good' : 'delta warn'}>
      <Arrow size={14} stroke={2} aria-hidden="true" />
      <bdi>
        {signed((change / before) * 100, 1)}
        {'\u00a0'}%
      </bdi>
    </span>
  )
}
