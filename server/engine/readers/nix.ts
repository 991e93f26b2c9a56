import type { Reader } from '../reader'
import { readTolerantly } from './structured/tolerant'

/** Nix: attribute sets by line; home-manager configurations write agent settings and base URLs this way. */
export const nix: Reader = {
  id: 'nix',
  version: 1,
  dialects: ['nix'],
  dialectOf: (_path, name) => (/\.nix$/.test(name) ? 'nix' : ''),
  read(x, out, context) {
    readTolerantly(x, out, context.block, {})
  },
}
