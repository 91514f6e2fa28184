// One file for each export of the package.
import { packageBuild } from '../../scripts/build/package-build.ts'

// Workers are started from a file of its own, which stands beside the others in dist.
export default packageBuild({ index: 'src/index.ts', 'part-worker': 'src/workers/part-worker.ts' })
