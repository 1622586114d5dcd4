import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FactorSetDetailReply } from '#shared/api/factorSets.ts'
import { SET_LAYOUTS } from '#shared/emissions/factorSet.ts'
import { api } from '#client/api/apiClient.ts'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { SetColumns } from './SetColumns.tsx'
import { bodyOf, draftOf, layoutIn, unreadable } from './setDraft.ts'
import { refreshSets } from './setQueries.ts'
import { LAYOUT_WORDS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

const SHOWN = ['publisher', 'title', 'edition', 'year', 'published_on', 'licence', 'url', 'reading']

/** Of which publication a set is, and how its file is read; kept, and then looked at. */
export function SetForm({ set: kept }: { set: FactorSetDetailReply }) {
  const t = useSetWords()
  const { draft, set, wrong, change, form, submit } = useDraft(() => draftOf(kept), {
    unreadable,
    told: () => t('wholeNumber'),
    sending: (now) => ({
      send: () => api.patch(`factor_sets/${kept.id}`, bodyOf(now)),
      refresh: refreshSets,
      onDone: () => undefined,
    }),
  })
  const text = (
    field: 'publisher' | 'title' | 'edition' | 'year' | 'published' | 'licence' | 'url',
    label: string,
    more: { path?: string; hint?: string; type?: string } = {},
  ) => (
    <TextInput
      label={label}
      placeholder={more.hint}
      dir={field === 'url' ? 'ltr' : undefined}
      type={more.type ?? 'text'}
      value={draft[field]}
      error={wrong(more.path ?? field)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <form ref={form} className="sets-form" onSubmit={submit} noValidate>
      <fieldset className="sets-fields">
        <legend>{t('publication')}</legend>
        {text('publisher', t('publisher'))}
        {text('title', t('name'))}
        {text('edition', t('edition'), { hint: t('editionHelp') })}
        {text('year', t('year'))}
        {text('published', t('published'), { path: 'published_on', type: 'date' })}
        {text('licence', t('licence'))}
        {text('url', t('url'), { type: 'url', hint: 'https://' })}
      </fieldset>
      <p className="cap">{t('yearHelp')}</p>
      <fieldset className="sets-fields">
        <legend>{t('howRead')}</legend>
        <NativeSelect
          label={t('layout')}
          value={draft.layout}
          error={wrong('reading.layout')}
          onChange={(event) => set({ layout: layoutIn(event.currentTarget.value) })}
          data={SET_LAYOUTS.map((layout) => ({ value: layout, label: t(LAYOUT_WORDS[layout]) }))}
        />
        {draft.layout !== 'egrid' && (
          <NativeSelect
            label={t('sheet')}
            value={draft.sheet ?? ''}
            error={wrong('reading.sheet')}
            onChange={(event) => set({ sheet: event.currentTarget.value })}
            data={kept.sheets.map(({ name }) => name)}
          />
        )}
      </fieldset>
      {draft.layout === 'table' && <SetColumns sheets={kept.sheets} draft={draft} set={set} wrong={wrong} />}
      {change.others(SHOWN).map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      <div className="row">
        <Button type="submit" loading={change.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
