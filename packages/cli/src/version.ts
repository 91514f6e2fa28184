/** The version of this package, as `--version` tells it. */

import manifest from '../package.json' with { type: 'json' }

export const version: string = manifest.version
