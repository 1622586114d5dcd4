import { Model, snakeCaseMappers } from 'objection'

/**
 * What every model shares: snake_case in the database, camelCase in code. Models are rows with names and nothing more:
 * writes go through commands, rights through policies.
 */
export class BaseModel extends Model {
  static override columnNameMappers = snakeCaseMappers()
}
