/** Places for the files of specs, taken away when the specs are done. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A maker of paths in a directory of this spec's own. */
export const temporaryFiles = (): (() => string) => {
  const directory = mkdtempSync(join(tmpdir(), 'read-models-'))
  let count = 0
  afterAll(() => { rmSync(directory, { recursive: true, force: true }) })
  return () => {
    count += 1
    return join(directory, `${count}.sqlite`)
  }
}
