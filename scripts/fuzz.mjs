// Runs the mutation tests of the readers with many more rounds and another seed each time.
//   node scripts/fuzz.mjs [--rounds N] [--seed N]      a failure is repeated by the seed that is printed
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
  },
})
for (const [name, value] of Object.entries(values))
  if (!/^\d{1,9}$/.test(value)) {
    console.error(`--${name} takes a whole number, not ${JSON.stringify(value)}`)
    process.exit(2)
  }
console.log(`seed ${values.seed}, ${values.rounds} mutations of each shape`)
const run = spawnSync(
  process.execPath,
  [join(root, 'scripts/test.mjs'), 'test/readers/total.test.ts', '--grep', 'mutation', '--timeout', '0'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FUZZ_ROUNDS: values.rounds, FUZZ_SEED: values.seed } },
)
process.exit(run.status ?? 1)
