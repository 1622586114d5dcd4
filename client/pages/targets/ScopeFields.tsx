import { Checkbox, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SCOPE_BASES, type ScopeBasis } from '#shared/api/scopeFigure.ts'
import type { Wrong } from './EntryDialog.tsx'
import { useTargetWords } from './words/useTargetWords.ts'

export type ScopeNumber = 1 | 2 | 3
const SCOPES = [1, 2, 3] as const

/** Which scopes a figure is over, and how scope 2 is counted. */
export function ScopeFields(props: {
  scopes: readonly ScopeNumber[]
  basis: ScopeBasis
  wrong: Wrong
  onChange: (more: { scopes?: ScopeNumber[]; basis?: ScopeBasis }) => void
}) {
  const { scopes, basis, wrong, onChange } = props
  const { t: common } = useTranslation()
  const t = useTargetWords()
  return (
    <div className="dialog-pair">
      <Checkbox.Group
        label={t('scopes')}
        error={wrong('scopes')}
        value={scopes.map(String)}
        onChange={(values) => onChange({ scopes: SCOPES.filter((scope) => values.includes(String(scope))) })}
      >
        <div className="row target-scopes">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={String(scope)} label={common('scope', { scope })} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={t('basis')}
        value={basis}
        error={wrong('basis')}
        onChange={(event) => onChange({ basis: basisOf(event.currentTarget.value) })}
        data={SCOPE_BASES.map((one) => ({ value: one, label: t(one) }))}
      />
    </div>
  )
}

export const basisOf = (text: string): ScopeBasis => (text === 'location' ? 'location' : 'market')
