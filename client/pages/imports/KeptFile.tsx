import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ImportReply } from '#shared/api/imports.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Saves the file as it was brought; it is kept whatever became of its rows. */
export function KeptFile({ found: { id, file } }: { found: Pick<ImportReply, 'id' | 'file'> }) {
  const t = useImportWords()
  const save = useMutation({ mutationFn: () => saveFile(`imports/${id}/file`, {}, file.name) })
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconDownload size={15} stroke={1.6} />}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('keptFile')}
      </Button>
      {save.isError && (
        <span className="cap bad" role="alert">
          {t('keptFileGone', { file: file.name })}
        </span>
      )}
    </>
  )
}
