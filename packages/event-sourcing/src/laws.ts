/** Laws as fast-check properties, to be applied to one's own deciders, projections and codecs by one call each. */

export { jsonNumbers, jsonObjects, jsonTexts, jsonValues } from './laws/json-trees.ts'
