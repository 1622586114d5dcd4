import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModuleReply } from '#shared/api/modules.ts'
import { defaultIsoCode, ISO_CODES, isIsoCodeOf } from '#shared/emissions/isoCategories.ts'
import { api } from '#client/api/apiClient.ts'
import { isoName } from './isoName.ts'
import { StructureDialog } from './StructureDialog.tsx'

const BY_SCOPE = ''

/** Where a module stands in ISO 14064-1: as its scope says, or as somebody chooses. */
export function IsoCategoryDialog({ module, onClose }: { module: ModuleReply; onClose: () => void }) {
  const { t } = useTranslation('structure')
  const [code, setCode] = useState<string>(module.iso_chosen ? module.iso_category : BY_SCOPE)
  const chosen = ISO_CODES.find((one) => one === code) ?? null
  return (
    <StructureDialog
      title={t('isoTitle')}
      action={t('save')}
      places={['iso_category']}
      testId="iso-dialog"
      send={() => api.patch(`modules/${module.id}`, { iso_category: chosen })}
      onDone={() => {}}
      onClose={onClose}
    >
      {(said) => (
        <NativeSelect
          label={t('isoLabel')}
          description={t('isoHint')}
          value={code}
          error={said('iso_category')}
          data-autofocus
          data={[
            { value: BY_SCOPE, label: t('isoByScope', { name: isoName(defaultIsoCode(module), t) }) },
            ...ISO_CODES.filter((one) => isIsoCodeOf(one, module.scope)).map((one) => ({
              value: one,
              label: isoName(one, t),
            })),
          ]}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
    </StructureDialog>
  )
}
