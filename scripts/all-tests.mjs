// `npm test`: installs, builds, type checks, formats, then runs every test outside of the real editor.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { install, node, root } from './setup.mjs'

install()
const steps = [
  ['build', () => node('scripts/build.mjs')],
  [
    'types',
    () =>
      spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
        cwd: root,
        stdio: 'inherit',
      }).status ?? 1,
  ],
  [
    'format and lint',
    () =>
      spawnSync(
        process.execPath,
        [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
        { cwd: root, stdio: 'inherit' },
      ).status ?? 1,
  ],
]
for (const [name, run] of steps) {
  const status = run()
  if (status !== 0) {
    console.error(`${name}: failed`)
    process.exit(status)
  }
}
process.exit(node('scripts/test.mjs'))
