// One file for each export of the package.
import { packageBuild } from '../../scripts/build/package-build.ts'

export default packageBuild('src/index.ts')
