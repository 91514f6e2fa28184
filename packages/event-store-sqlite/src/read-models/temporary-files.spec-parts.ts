/** Places for the files of specs, taken away when the specs are done. */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { newFolder } from '../trial/log-folder.ts'

/** A maker of paths in a directory of this spec's own. */
export const temporaryFiles = (): (() => string) => {
  const directory = newFolder()
  let count = 0
  afterAll(() => { rmSync(directory, { recursive: true, force: true }) })
  return () => {
    count += 1
    return join(directory, `${count}.sqlite`)
  }
}
