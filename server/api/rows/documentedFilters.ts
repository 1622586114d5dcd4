import { FILTER_OPERATORS } from '#shared/api/rows.ts'

const text = { type: 'string' }

/** The filters of a list of rows, whose names hold keys of fields and so are in no contract. */
export const ROW_FILTERS = [
  {
    name: 'filter[{field}]',
    description:
      'Rows whose cell holds this value, or a list with it; nothing after `=`: empty cells. `{field}` is the key of a field that the caller may read; `me` in a field of people is the caller.',
    schema: text,
  },
  {
    name: 'filter[{field}][{operator}]',
    description: `Rows whose cell compares so: \`filter[quantity][gte]=10\`. Operators: ${FILTER_OPERATORS.map((operator) => `\`${operator}\``).join(', ')}; which of them a field takes depends on its type. \`in\` takes values between commas (\`\\,\` is a comma in one); \`ne\` finds empty cells too.`,
    schema: text,
  },
  {
    name: 'filter[incomplete]',
    description: 'Rows in which something required is missing, or not.',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  {
    name: 'filter[has_error]',
    description: 'Rows in which a cell that counts shows an error, or not.',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  {
    name: 'filter[updated_at][{operator}]',
    description: 'Rows by when they changed last: `gt`, `gte`, `lt`, `lte`.',
    schema: { type: 'string', format: 'date-time' },
  },
]
