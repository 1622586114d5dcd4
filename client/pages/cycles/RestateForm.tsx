import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { RestateBody } from '#shared/api/restatement.ts'
import { RESTATEMENT_CAUSES } from '#shared/api/restatementCause.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { refreshCycle } from '#client/features/cycles/cycleQueries.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { num } from '#client/theme/format.ts'
import { RESTATEMENT_WORDS } from './causeWords.ts'

/** Asks why a locked cycle is restated, and makes its next version. */
export function RestateForm(props: { cycle: CycleReply; onClose: () => void; onSaid: (text: string) => void }) {
  const { cycle, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useCycleWords()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<RestateBody>({ cause: 'structure', reason: '', details: '' })
  const restate = useMutation({
    mutationFn: () => api.post(`cycles/${cycle.id}/restate`, draft),
    async onSuccess(made) {
      await refreshCycle(queries, cycle)
      const said = t('restated', { name: made.name, count: made.rows, rows: num(made.rows) })
      const lost = made.left_behind.map(({ table, field, cells }) => `${table}, ${field}: ${num(cells)}`)
      onSaid(lost.length === 0 ? said : `${said} ${t('restatedLost', { fields: lost.join('; ') })}`)
      onClose()
    },
  })
  const details = restate.error instanceof ApiProblem ? restate.error.details : []
  const wrong = (path: string): string | undefined => details.find((problem) => problem.path === path)?.message
  const isElsewhere = restate.isError && !details.some(({ path }) => path === 'reason' || path === 'details')
  const set = (more: Partial<RestateBody>): void => (restate.reset(), setDraft({ ...draft, ...more }))
  const submit = (event: FormEvent): void => (event.preventDefault(), restate.mutate())
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('restateTitle', { name: cycle.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="cycle-form" onSubmit={submit} noValidate>
        <p className="cap">{t('restateText', { name: cycle.name })}</p>
        <NativeSelect
          label={t('cause')}
          value={draft.cause}
          onChange={(event) => {
            const cause = RESTATEMENT_CAUSES.find((one) => one === event.currentTarget.value)
            set(cause === undefined ? {} : { cause })
          }}
          data={RESTATEMENT_CAUSES.map((cause) => ({ value: cause, label: t(RESTATEMENT_WORDS[cause]) }))}
        />
        <TextInput
          label={t('reason')}
          description={t('reasonHint')}
          value={draft.reason}
          error={wrong('reason')}
          maxLength={500}
          data-autofocus
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
        <Textarea
          label={t('details')}
          value={draft.details}
          error={wrong('details')}
          maxLength={5000}
          autosize
          minRows={2}
          onChange={(event) => set({ details: event.currentTarget.value })}
        />
        {isElsewhere && (
          <p className="bad" role="alert">
            {reasonsOf(restate.error).join(' ')}
          </p>
        )}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={restate.isPending}>
            {t('restateNow', { name: cycle.name })}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
