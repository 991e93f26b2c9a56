// `npm run scan -- <folder>`: installs and builds when needed, then runs the command in the folder where npm was called.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { install, node, root } from './setup.mjs'

install()
const built = node('scripts/build.mjs', ['--if-needed'], { stdio: ['ignore', 2, 2] })
if (built !== 0) process.exit(built)
const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
})
process.exit(run.status ?? 1)
