// Compares what another linter, squawk, finds in statements with what ours finds.
//
//   node compare.mjs FOLDER DIFFERENCES      (in a folder with squawk-cli in its node_modules)
//
// FOLDER holds a file for each statement, and `statements.jsonl`, which LintDump printed. DIFFERENCES lists what squawk
// finds and we do not: rules of squawk that have no equal here, and single statements, each with its reason.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const AT_A_TIME = 500

/** For each rule of squawk, those of ours that say the same. */
const EQUAL = {
  'adding-field-with-default': ['add-column-volatile-default', 'add-column-generated-stored', 'add-column-identity'],
  'adding-foreign-key-constraint': ['add-foreign-key-validated'],
  'adding-not-nullable-field': ['set-not-null', 'add-column-not-null-without-default'],
  'adding-required-field': ['add-column-not-null-without-default'],
  'adding-serial-primary-key-field': ['add-primary-key', 'add-column-inline-unique', 'add-column-serial', 'add-column-identity'],
  'ban-drop-column': ['drop-column'],
  'ban-drop-table': ['drop-table'],
  'ban-truncate-cascade': ['truncate'],
  'changing-column-type': ['change-column-type'],
  'constraint-missing-not-valid': ['add-foreign-key-validated', 'add-check-validated', 'add-unique-constraint', 'add-primary-key'],
  'disallowed-unique-constraint': ['add-unique-constraint', 'add-column-inline-unique'],
  'renaming-column': ['rename-column'],
  'renaming-table': ['rename-table'],
  'require-concurrent-index-creation': ['create-index-non-concurrent'],
  'require-concurrent-index-deletion': ['drop-index-non-concurrent'],
}

const [folder, differences] = process.argv.slice(2)
const statements = new Map(readFileSync(join(folder, 'statements.jsonl'), 'utf8').split('\n').filter((line) => line)
  .map((line) => JSON.parse(line)).map((statement) => [statement.file, statement]))
const known = new Map(readFileSync(differences, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => /^(rule \S+|.+? [a-z-]+): (.*)$/.exec(line).slice(1)))

function squawk(files) {
  const { stdout, stderr, error } = spawnSync('node_modules/.bin/squawk', ['--pg-version', '18.0', '--reporter', 'json', ...files],
    { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (error || !stdout.trim().startsWith('[')) throw error ?? new Error(stderr.slice(0, 1000))
  return JSON.parse(stdout)
}

const found = []
const files = [...statements.keys()]
for (let i = 0; i < files.length; i += AT_A_TIME) {
  found.push(...squawk(files.slice(i, i + AT_A_TIME).map((file) => join(folder, file))))
}

const say = (message) => console.log(`squawk: ${message}`)
const unreadable = new Set()
const pairs = new Set()
for (const { file, rule_name: rule } of found) {
  const name = file.split('/').pop()
  if (rule === 'syntax-error') unreadable.add(name)
  else pairs.add(`${name} ${rule}`)
}
const counts = new Map()
const used = new Set()
let unexpected = 0
for (const pair of pairs) {
  const [file, rule] = pair.split(' ')
  if (unreadable.has(file)) continue
  const { place, sql, rules } = statements.get(file)
  const count = counts.get(rule) ?? { all: 0, both: 0 }
  counts.set(rule, count)
  count.all++
  if (EQUAL[rule]?.some((equal) => rules.includes(equal))) {
    count.both++
    continue
  }
  const key = [`rule ${rule}`, `${place} ${rule}`].find((each) => known.has(each))
  if (key) used.add(key)
  else {
    unexpected++
    say(`DIFFERENCE: ${place} ${rule}: ${sql.replace(/\s+/g, ' ').slice(0, 200)}`)
  }
}
say(`${statements.size - unreadable.size} statements judged by both, ${unreadable.size} that squawk cannot read`)
for (const [rule, { all, both }] of [...counts].sort((a, b) => b[1].all - a[1].all)) {
  say(`${rule}: ${all}` + (EQUAL[rule]?.length ? `, of which we find ${both}` : ''))
}
for (const [key, reason] of known) {
  if (used.has(key)) say(`known difference: ${key}: ${reason}`)
  else {
    unexpected++
    say(`LISTED, BUT NOT FOUND: ${key}: ${reason}`)
  }
}
process.exit(unexpected === 0 && counts.size > 0 ? 0 : 1)
