import type { useTranslation } from 'react-i18next'
import type { IsoCode } from '#shared/emissions/isoCategories.ts'

type Words = ReturnType<typeof useTranslation<'structure'>>['t']
type WordOf<Code extends string> = Code extends `${infer Category}.${infer Part}` ? `${Category}_${Part}` : Code

/** A category or subcategory of ISO 14064-1 with its number: "4.3 · Disposal of waste". */
export function isoName(code: IsoCode, t: Words): string {
  return `${code} · ${t(`iso_${wordOf(code)}`)}`
}

function wordOf<Code extends IsoCode>(code: Code): WordOf<Code>
function wordOf(code: string): string {
  return code.replace('.', '_')
}
