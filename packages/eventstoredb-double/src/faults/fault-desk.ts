/** Where faults wait for their calls: each is handed out at the calls that it is for, the one injected first before others. */

import type { Fault, Operation } from './fault.ts'

interface Waiting { readonly fault: Fault; skip: number; times: number }

export interface FaultDesk {
  readonly inject: (fault: Fault) => void
  /** The fault of this call, if there is one. */
  readonly take: (call: { readonly on: Operation; readonly stream: string; readonly node: number }) => Fault | undefined
  /** Takes every waiting fault back. */
  readonly clear: () => void
}

export function faultDesk(): FaultDesk {
  let waiting: Waiting[] = []
  return {
    inject: (fault) => { waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 }) },
    take: ({ on, stream, node }) => {
      for (const each of waiting) {
        if (each.fault.on !== on || (each.fault.stream ?? stream) !== stream || (each.fault.node ?? node) !== node) continue
        if (each.skip > 0) { each.skip -= 1; continue }
        each.times -= 1
        waiting = waiting.filter(({ times }) => times > 0)
        return each.fault
      }
      return undefined
    },
    clear: () => { waiting = [] },
  }
}
