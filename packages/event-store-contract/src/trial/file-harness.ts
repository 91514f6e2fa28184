/** How the suite opens the toy of a durable store, and how its writer processes do: the shape that an adapter's own spec takes. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Harness, OpenedWriter } from '../harness.ts'
import { fileStore } from './file-store.ts'

export const fileHarness = (careless = false): Harness => ({
  name: careless ? 'a careless file store' : 'a file store',
  numRuns: 15,
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'))
    const file = join(folder, 'log')
    let instant = 0
    const open = async () => fileStore(file, () => instant, careless)
    return {
      store: await open(),
      setNow: (now) => { instant = now },
      reopen: open,
      secondWriter: open,
      processes: { module: import.meta.url, argument: JSON.stringify([file, careless]) },
      close: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
})

/** Each writer process opens the file by this. */
export const openWriter = async (argument: string): Promise<OpenedWriter> => {
  const [file, careless] = JSON.parse(argument) as [string, boolean]
  return { store: fileStore(file, Date.now, careless), close: async () => undefined }
}
