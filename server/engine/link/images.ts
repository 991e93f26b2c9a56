/** Signatures with their units; the name of an image that a variable gives is followed to where it is written. */
import { imageName } from '../readers/images'
import type { FileFacts, PlacedSignature, Setting, Signature } from '../types'
import { evaluate } from './evaluate'
import type { Scope } from './scope'
import type { UnitIndex } from './units'

export function placeSignatures(
  files: ReadonlyMap<string, FileFacts>,
  units: UnitIndex,
  scope: Scope,
): PlacedSignature[] {
  return [...files.values()].flatMap((file) =>
    file.signatures.flatMap((signature) => {
      const at = units.unitsOf(file.path, signature.block)
      return followed(signature, file, scope).map((s) => ({ ...s, units: at }))
    }),
  )
}

function followed(signature: Signature, file: FileFacts, scope: Scope): Omit<PlacedSignature, 'units'>[] {
  const { value, ...said } = signature
  if (!value) return [{ ...said, path: file.path }]
  const setting: Setting = {
    kind: 'env',
    name: 'image',
    path: ['image'],
    keySpan: said.span,
    value,
    block: said.block,
  }
  return evaluate({ path: file.path, setting, file }, scope).flatMap(({ pieces }) => {
    const text = pieces.map((p) => p.text ?? '').join('')
    // a tag that nobody knows says nothing about the image
    const open = pieces.findIndex((p) => p.text === null)
    const known = open < 0 || text.includes(':') || pieces[open - 1]?.text?.endsWith(':')
    const only = pieces.length === 1 ? pieces[0] : undefined
    return known && text
      ? [{ ...said, name: imageName(text), path: only?.path ?? file.path, span: only?.span ?? said.span }]
      : []
  })
}
