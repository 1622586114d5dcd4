import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ModuleCopyReply, TableCopyReply } from '#shared/api/copies.ts'
import { api } from '#client/api/apiClient.ts'
import { detailText } from '#client/i18n/problemWords.ts'
import { CopyPreview } from './CopyPreview.tsx'
import { StructureDialog } from './StructureDialog.tsx'
import { useCopyOrder, type Copied } from './useCopyOrder.ts'
import './structure.css'

type Made = TableCopyReply | ModuleCopyReply

/** Where a copy goes, under which name, with which rows; below, what it will hold and what not. */
export function CopyDialog({ of, onClose }: { of: Copied; onClose: () => void }) {
  const { t } = useTranslation('structure')
  const go = useNavigate()
  const order = useCopyOrder(of)
  const { body, preview } = order
  const taken = preview.data?.problems.find(({ path }) => path === 'name')
  const isReady = body !== null && preview.data?.problems.length === 0 && preview.isFresh
  const openCopy = (made: Made): void => {
    if ('table' in made) {
      void go(`/modules/${made.table.module_id}`)
    } else {
      void go(`/modules/${made.module.id}`)
    }
  }
  return (
    <StructureDialog<Made>
      title={t(of.kind === 'table' ? 'copyTableTitle' : 'copyModuleTitle', { name: of.name })}
      action={t('copyNow')}
      places={['name']}
      isReady={isReady}
      size="lg"
      testId="copy-dialog"
      send={() => api.post(`${of.kind}s/${of.id}/copies`, order.sent)}
      onDone={openCopy}
      onClose={onClose}
    >
      {(said) => (
        <>
          <TextInput
            label={t('name')}
            value={order.name}
            maxLength={100}
            error={said('name') ?? (taken === undefined ? undefined : detailText(taken))}
            onChange={(event) => order.setName(event.currentTarget.value)}
            data-autofocus
          />
          {order.projects.length > 1 && (
            <NativeSelect
              label={t('intoProject')}
              value={order.projectId}
              data={order.projects.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => order.setProject(event.currentTarget.value)}
            />
          )}
          {of.kind === 'table' && (
            <NativeSelect
              label={t('intoModule')}
              value={order.moduleId}
              data={order.modules.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => order.setModule(event.currentTarget.value)}
            />
          )}
          <Checkbox
            label={t('withRows')}
            description={t('withRowsHint')}
            checked={order.withRows}
            onChange={(event) => order.setWithRows(event.currentTarget.checked)}
          />
          {order.withRows && (
            <div className="copy-cycles">
              <NativeSelect
                label={t('fromCycle')}
                value={order.fromCycleId}
                data={order.fromCycles.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => order.setFromCycle(event.currentTarget.value)}
              />
              <NativeSelect
                label={t('toCycle')}
                value={order.toCycleId}
                error={order.toCycles.length === 0 ? t('noOpenCycle') : undefined}
                data={order.toCycles.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => order.setToCycle(event.currentTarget.value)}
              />
            </div>
          )}
          <CopyPreview
            preview={preview}
            leftOut={order.leftOut.size}
            onLeaveOut={order.leaveOut}
            onTakeAll={order.takeAll}
          />
        </>
      )}
    </StructureDialog>
  )
}
