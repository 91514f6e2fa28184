/** Logs are named by a file, or by the address of a database. */

/** Whether a log is meant that is kept on a server: `esdb://...` or `esdb+discover://...`. */
export const isAddress = (log: string): boolean => /^esdb(\+discover)?:\/\//i.test(log)

/** An address as it may be shown and written down: without user and password. */
export const withoutPassword = (log: string): string => isAddress(log) ? log.replace(/^([a-z+]+:\/\/)[^@/]*@/i, '$1') : log
