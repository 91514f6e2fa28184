// The most memory that this process ever had.
import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** In MiB; what `resourceUsage` says includes that of the process that started this one. */
export function mostMemory(): number {
  const status = '/proc/self/status'
  const kilobytes = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024)
}
