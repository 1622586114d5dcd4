import { useQuery } from '@tanstack/react-query'
import type { PublishedParameterReply } from '#shared/api/parameters.ts'
import { formatNumber } from '#shared/cells/formatCell.ts'
import { type Found, SearchDialog } from '#client/components/SearchDialog.tsx'
import { unitText } from '#client/grid/unitText.ts'
import { publishedQuery } from './parameterQueries.ts'
import { useParameterWords } from './words/useParameterWords.ts'

/** Published heating values by name; a chosen one goes into the form of a new parameter. */
export function PublishedDialog(props: {
  onChoose: (published: PublishedParameterReply) => void
  onClose: () => void
}) {
  const t = useParameterWords()
  return (
    <SearchDialog
      title={t('publishedTitle')}
      text={t('publishedIntro')}
      search={{ label: t('search'), hint: t('searchHint') }}
      nothing={t('nothing')}
      useFound={usePublished}
      keyOf={({ factor_id: id }) => id}
      labelOf={({ name }) => t('choose', { name })}
      show={({ name, value, unit, source }) => (
        <>
          <span dir="auto">{name}</span>
          <bdi className="parameter-number">
            {formatNumber(value)} {unitText(unit)}
          </bdi>
          <span className="cap" dir="auto">
            {source}
          </span>
        </>
      )}
      {...props}
    />
  )
}

function usePublished(search: string): Found<PublishedParameterReply> {
  const { data, error, refetch } = useQuery(publishedQuery(search))
  return { items: data?.data, error, retry: () => void refetch() }
}
