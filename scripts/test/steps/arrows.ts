// Checks which file may import which: the arrows between packages, concept folders and the outside.
import { checkArrows } from '../../arrows/check.ts'
import { root } from '../../workspace.ts'
import { failed, passed, type Step } from '../outcome.ts'

export const arrows: Step = {
  name: 'arrows',
  title: 'import arrows',
  run: async () => {
    const faults = await checkArrows(root)
    return [faults.length === 0 ? passed('import arrows') : failed('import arrows', faults.join('\n'))]
  },
}
