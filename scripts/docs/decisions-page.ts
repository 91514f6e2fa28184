// The index of the decision records: one line for each page, with its number and its first heading.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.ts'

const folder = join(root, 'docs', 'decisions')

export function decisionsPage(): string {
  const files = readdirSync(folder).filter((file) => file !== 'README.md').sort()
  return `# Decisions

One page for each decision that would otherwise be asked about again: what was decided, why, and what else was looked at. How they are
kept: [the first of them](0001-record-decisions.md). This index is written by \`npm run docs\`; do not edit.

| number | decision |
| --- | --- |
${files.map(row).join('')}`
}

function row(file: string): string {
  const { number } = /^(?<number>\d{4})-[a-z0-9-]+\.md$/.exec(file)?.groups ?? {}
  const title = /^# (?<own>\d+)\. (?<title>.+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.groups
  if (number === undefined || Number(title?.['own']) !== Number(number)) {
    throw new Error(`docs/decisions/${file} is no decision record: it is called 0001-some-words.md and begins with "# 1. Some words".`)
  }
  return `| ${Number(number)} | [${title?.['title'] ?? ''}](${file}) |\n`
}
