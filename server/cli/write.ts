import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from './args'

/** Writes a file, its folders too; what cannot be written is an error of use. `shown`: the path as messages name it. */
export function writeFile(file: string, content: string | Uint8Array, shown = file): void {
  try {
    makeFolder(dirname(file))
    writeFileSync(file, content)
  } catch (error) {
    throw new UsageError(`${shown}: cannot be written: ${reason((error as NodeJS.ErrnoException).code)}`)
  }
}

/** Step by step: a recursive call never ends on file systems that take no folders. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

function reason(code = ''): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'EROFS':
      return 'the disk is read-only'
    case 'ENOSPC':
      return 'the disk is full'
    case 'EISDIR':
      return 'it is a folder'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is no folder'
    case 'ENOENT':
      return 'no folder can be made there'
    case 'ENAMETOOLONG':
      return 'its name is too long'
    default:
      return code || 'unknown reason'
  }
}
