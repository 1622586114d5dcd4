import { Checkbox, Radio } from '@mantine/core'
import type { ImportRecipe } from '#shared/api/imports.ts'
import type { FieldReply } from '#shared/api/tables.ts'
import { Panel } from '#client/components/Panel.tsx'
import { withMatch } from './recipeDraft.ts'
import { useImportWords } from './words/useImportWords.ts'

const WAYS = ['none', 'row_id', 'fields'] as const

/** By what a row of the file is one of the sheet. */
export function MatchRows(props: {
  recipe: ImportRecipe
  fields: readonly FieldReply[]
  onChange: (recipe: ImportRecipe) => void
}) {
  const { recipe, fields, onChange } = props
  const t = useImportWords()
  const targets = new Set<string>(recipe.columns.map(({ target }) => target))
  const mapped = fields.filter(({ id }) => targets.has(id))
  const isPossible = { none: true, row_id: targets.has('row_id'), fields: mapped.length > 0 }
  return (
    <Panel title={t('matchTitle')}>
      <p className="cap">{t('matchHelp')}</p>
      <Radio.Group
        aria-label={t('matchTitle')}
        value={recipe.match}
        onChange={(value) => {
          const way = WAYS.find((one) => one === value)
          if (way !== undefined) {
            onChange(withMatch(recipe, way, fields))
          }
        }}
      >
        <div className="stack imports-answers">
          {WAYS.filter((way) => isPossible[way]).map((way) => (
            <Radio key={way} value={way} label={t(`match_${way}`)} />
          ))}
        </div>
      </Radio.Group>
      {recipe.match === 'fields' && (
        <Checkbox.Group
          className="imports-keys"
          label={t('keyFields')}
          value={[...recipe.key_fields]}
          onChange={(keys) => onChange({ ...recipe, key_fields: keys })}
        >
          <div className="row imports-key-list">
            {mapped.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={<bdi>{name}</bdi>} />
            ))}
          </div>
        </Checkbox.Group>
      )}
    </Panel>
  )
}
