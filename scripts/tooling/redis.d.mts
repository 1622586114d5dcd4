export function findRedisServer(): string | null
export function ensureRedisServer(): Promise<string | null>
