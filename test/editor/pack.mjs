// Makes the .vsix. The manifest also serves npm, whose `files` list vsce does not take beside .vscodeignore: a copy goes without it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')

/** Packs what is built; returns the .vsix and the paths in it. */
export function pack() {
  const stage = mkdtempSync(join(tmpdir(), 'relaylint-vsix-'))
  for (const path of ['README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'media', 'dist', 'rules', '.vscodeignore'])
    cpSync(join(root, path), join(stage, path), { recursive: true })
  const {
    files: _files,
    scripts: _scripts,
    devDependencies: _dev,
    ...manifest
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(join(stage, 'package.json'), JSON.stringify(manifest, null, 2))
  const vsce = join(here, 'node_modules/@vscode/vsce/vsce')
  const run = (...args) => {
    const r = spawnSync(process.execPath, [vsce, ...args], { cwd: stage, encoding: 'utf8' })
    if (r.status !== 0) throw new Error(`vsce ${args[0]} failed: ${r.stderr || r.stdout}`)
    return r.stdout
  }
  const listed = run('ls', '--no-dependencies').split('\n').filter(Boolean).sort()
  const vsix = join(stage, 'relaylint.vsix')
  run('package', '--no-dependencies', '-o', vsix)
  return { vsix, listed, stage }
}
