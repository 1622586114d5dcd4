import pg from 'pg'

const DATE = 1082
const INT8 = 20

/** How every connection is made. Dates stay ISO days: as JavaScript dates they would shift with the time zone. */
export function connectionSettings(url: string): { connectionString: string; types: pg.CustomTypesConfig } {
  return { connectionString: url, types: { getTypeParser } }
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) => {
  if (oid === DATE && format !== 'binary') {
    return (text: string) => text
  }
  if (oid === INT8 && format !== 'binary') {
    return readInt8
  }
  return format === 'binary' ? pg.types.getTypeParser(oid, format) : pg.types.getTypeParser(oid, format)
}

/** Our 64-bit numbers are sequences and counts, far below 2^53; anything larger stays exact as text. */
function readInt8(text: string): number | string {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}
