import { Textarea, TextInput } from '@mantine/core'
import type { SheetReply } from '#shared/api/sheets.ts'
import { LONGEST_RULE_FORMULA, LONGEST_RULE_MESSAGE } from '#shared/fields/fieldRules.ts'
import { formulaProblemText } from '../formulaProblems/formulaProblemText.ts'
import { useFormulaCheck } from '../newColumn/useFormulaCheck.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { RulesDraft } from './rulesDraft.ts'

/** A condition over the row with what is wrong with it while it is typed, and the sentence for whoever breaks it. */
export function ConditionInput(props: {
  description: SheetReply
  draft: Pick<RulesDraft, 'formula' | 'message'>
  t: SheetTranslate
  onChange: (part: Partial<RulesDraft>) => void
}) {
  const { draft, t, onChange } = props
  const checked = useFormulaCheck(props.description, draft.formula, null)
  const problem =
    checked === undefined
      ? null
      : !checked.ok
        ? checked.problems[0] && formulaProblemText(checked.problems[0], draft.formula, t('editorLanguage'))
        : checked.type === 'boolean'
          ? null
          : t('rulesConditionNoCondition')
  return (
    <>
      <Textarea
        label={t('rulesCondition')}
        description={t('rulesConditionHint', {
          columns: props.description.table.fields.map(({ key }) => key).join(', '),
        })}
        className="new-formula"
        autosize
        minRows={1}
        maxRows={4}
        dir="ltr"
        spellCheck={false}
        maxLength={LONGEST_RULE_FORMULA}
        placeholder="quantity <= capacity"
        value={draft.formula}
        error={problem}
        onChange={(event) => onChange({ formula: event.currentTarget.value })}
      />
      {draft.formula.trim() !== '' && (
        <TextInput
          label={t('rulesMessage')}
          description={t('rulesMessageHint')}
          maxLength={LONGEST_RULE_MESSAGE}
          value={draft.message}
          onChange={(event) => onChange({ message: event.currentTarget.value })}
        />
      )}
    </>
  )
}
