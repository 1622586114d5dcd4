import type { TakenFormat } from '#shared/api/exports.ts'

export const MEDIA_TYPES: Readonly<Record<TakenFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson; charset=utf-8',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
}
