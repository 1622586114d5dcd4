/** How the queue of long work is set; the tables of pg-boss keep it. */

/** Everything of pg-boss is in a schema of its own. */
export const QUEUE_SCHEMA = 'pgboss'
/** One queue for all kinds of work: a server asks one question for all of them. */
export const QUEUE = 'jobs'
/** A server that says nothing for so long is taken for dead, and its work is given to another one. */
export const HEARTBEAT_SECONDS = 15
/** How often it is looked for such work. */
export const SUPERVISE_SECONDS = 10
/** The end of work that never ends. */
export const LONGEST_SECONDS = 6 * 3600
/** How often a message is handed out again; how often work is begun is decided by `runJob`, and that is less. */
export const RETRIES = 20
