import { useTranslation } from 'react-i18next'

export type ScopeNumber = 1 | 2 | 3

/** Scope number on its own colour. The digit carries the meaning, the colour only helps. */
export function ScopeMark({ scope, size = 16 }: { scope: ScopeNumber; size?: number }) {
  return (
    <span
      className="scope-mark"
      style={{
        width: size,
        height: size,
        background: `var(--scope-${scope}-tint)`,
        color: `var(--scope-${scope}-text)`,
        fontSize: size * 0.69,
      }}
    >
      {scope}
    </span>
  )
}

/** The scope in words, beside a title. */
export function ScopeTag({ scope }: { scope: ScopeNumber }) {
  const { t } = useTranslation()
  return (
    <span className="tag" style={{ background: `var(--scope-${scope}-tint)`, color: `var(--scope-${scope}-text)` }}>
      {t('scope', { scope })}
    </span>
  )
}
