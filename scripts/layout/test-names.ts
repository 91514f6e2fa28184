// The names of tests in the text of a spec: what describe, it and test are called with, the rows of `each`, and the names of laws.
import ts from 'typescript'

const naming = new Set(['describe', 'it', 'test'])

/** All names, those of `each` as they are written and beside them what their placeholders can be filled with: the first cell of each row. */
export function testNames(spec: string): readonly string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && naming.has(rootOf(node.expression)) && isNaming(node)) {
      const [name] = node.arguments
      if (name !== undefined && ts.isStringLiteralLike(name)) names.push(name.text, ...(/%[sj]/.test(name.text) ? rowNames(node.expression) : []))
      else if (name !== undefined && ts.isTemplateExpression(name)) names.push(name.getText())
    }
    // A law: `'I3 holds after any history': (state) => ...`.
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && ts.isArrowFunction(node.initializer)) names.push(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('spec.ts', spec, ts.ScriptTarget.Latest, true))
  return names
}

/** `it(...)`, `it.skip(...)` and `it.each(...)(...)`, but not the inner call of the last, which has the rows. */
function isNaming({ expression }: ts.CallExpression): boolean {
  return !(ts.isPropertyAccessExpression(expression) && ['each', 'for', 'skipIf', 'runIf'].includes(expression.name.text))
}

function rootOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text
  return ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression) ? rootOf(expression.expression) : ''
}

function rowNames(expression: ts.Expression): readonly string[] {
  const [table] = ts.isCallExpression(expression) ? expression.arguments : []
  const rows = table === undefined ? undefined : ts.isAsExpression(table) ? table.expression : table
  if (rows === undefined || !ts.isArrayLiteralExpression(rows)) return []
  return rows.elements.flatMap((row) => {
    const first = ts.isArrayLiteralExpression(row) ? row.elements[0] : row
    return first !== undefined && ts.isStringLiteralLike(first) ? [first.text] : []
  })
}
