// Installs what package-lock.json names, once; used by the two commands of the README so that a fresh clone needs nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Runs `npm ci` when node_modules is missing or older than the lock file. Ends the process when that fails. */
export function install() {
  const marker = join(root, 'node_modules/.relaylint-setup')
  const lock = String(statSync(join(root, 'package-lock.json')).size)
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return
  if (!existsSync(join(root, 'node_modules/esbuild')) || existsSync(marker)) {
    console.error('relaylint: installing dependencies (first run)')
    const npm = process.env.npm_execpath
    const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const run = npm
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
      : spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
          cwd: root,
          stdio: ['ignore', 2, 2],
          shell: process.platform === 'win32',
        })
    if (run.status !== 0) process.exit(run.status ?? 1)
  }
  writeFileSync(marker, lock)
}

/** Runs a script of this folder; ends the process when it fails. */
export function node(script, args = [], options = {}) {
  const run = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit', ...options })
  return run.status ?? 1
}
