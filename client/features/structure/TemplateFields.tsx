import { useTranslation } from 'react-i18next'
import type { TemplateReply } from '#shared/api/templates.ts'

/** What a template holds: its method, where that and its factors are from, what not to count twice, and its fields. */
export function TemplateFields({ template }: { template: TemplateReply }) {
  const { t } = useTranslation('structure')
  const { method, categories, source, not_twice: notTwice, parameters } = template
  return (
    <section className="copy-preview" tabIndex={0} aria-label={t('templateHolds')} data-testid="template-fields">
      {method !== null && <h3>{t(`method_${method}`)}</h3>}
      {categories.length > 0 && <p className="cap">{t('forCategories', { numbers: categories.join(', ') })}</p>}
      {source !== null && (
        <p className="cap" dir="auto">
          {source}
        </p>
      )}
      {notTwice !== null && (
        <p className="cap">
          <strong>{t('notTwice')}</strong> <bdi>{notTwice}</bdi>
        </p>
      )}
      {parameters.length > 0 && (
        <p className="cap">
          <strong>{t('needsParameters')}</strong>{' '}
          <bdi dir="ltr">{parameters.map(({ key, unit }) => `${key} (${unit})`).join(', ')}</bdi>
        </p>
      )}
      <ul>
        {template.fields.map(({ key, name, unit, formula }) => (
          <li key={key}>
            <bdi>{name}</bdi>
            <span className="dim mono ell" dir="ltr">
              {formula ?? unit ?? ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
